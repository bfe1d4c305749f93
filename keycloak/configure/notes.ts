import type { RealmDescription } from "../describe/representations.ts";
import type { RealmState } from "./read-realm.ts";

/** What no admin call can do or tell, and what in the realm deserves a look. In sentences. Pure. */
export function notesOn(state: RealmState, wanted: RealmDescription): string[] {
  const { realm } = state;
  const notes = [
    "The address of the device zone's channel is an option of the server and cannot be read or set here: start it with --spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri=PHONE/api/ciba/channel.",
    "Consents of existing users cannot be written through the admin API (26.7: a user created or changed with clientConsents gets none; only an import of a new user takes them). Without one, two first redemptions of one customer at once fail, so the console redeems one at a time.",
  ];
  const unmade = wanted.clients.filter(
    ({ clientId, secret, clientAuthenticatorType }) =>
      clientAuthenticatorType === "client-secret" &&
      secret === undefined &&
      !state.clients.some((client) => client.clientId === clientId),
  );
  for (const { clientId } of unmade)
    notes.push(
      `Keycloak makes the secret of "${clientId}": read it in the admin console (Clients, ${clientId}, Credentials).`,
    );
  if (realm.enabled === false) notes.push("The realm is disabled: nobody can be asked.");
  if (realm.bruteForceProtected === false)
    notes.push("Brute force detection is off: passwords of customers can be guessed.");
  if (realm.editUsernameAllowed === true)
    notes.push("Customers may change their user name, by which a request finds them.");
  const mtls = wanted.clients.some(
    ({ attributes }) => attributes["tls.client.certificate.bound.access.tokens"] === "true",
  );
  if (mtls)
    notes.push(
      "Mutual TLS needs a server built with --https-client-auth=request and started with --https-trust-store-file.",
    );
  return notes;
}
