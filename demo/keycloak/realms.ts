import { createHash, pbkdf2Sync } from "node:crypto";
import type { CustomerSeed } from "#demo/seed/customers.ts";
import type { StaffSeed } from "#demo/seed/staff.ts";
import type { ConsoleClient } from "#keycloak/describe/clients.ts";
import {
  customerRealm,
  jwksUrl,
  notificationEndpoint,
  variantClient,
} from "#keycloak/describe/customer-realm.ts";
import { importForm } from "#keycloak/describe/import-form.ts";
import { customerScopes } from "#keycloak/describe/scopes.ts";
import staffRealm from "#keycloak/realms/staff.json" with { type: "json" };

/** Client secrets of the demo, made at first start (never in a file of the repository). */
export interface ClientSecrets {
  consoleStaff: string;
  console: string;
  device: string;
  phone: string;
}

/** What the committed realm files do not hold. Origins are without a trailing slash. */
export interface RealmInputs {
  staff: readonly StaffSeed[];
  customers: readonly CustomerSeed[];
  secrets: ClientSecrets;
  /** Where browsers see the console, e.g. `http://localhost:4400`. */
  consoleOrigin: string;
  /** Where Keycloak itself reaches the console: it cannot count on `localhost` names. */
  consoleBackchannelOrigin: string;
  /** Where browsers see the phone, e.g. `http://phone.localhost:4401`. */
  phoneOrigin: string;
}

interface RealmClient {
  clientId: string;
  secret?: string;
  redirectUris: string[];
  attributes: Record<string, string>;
}

interface RealmUser {
  id: string;
  username: string;
  enabled: boolean;
  emailVerified: boolean;
  firstName: string;
  lastName: string;
  email: string;
  attributes: Record<string, string[]>;
  requiredActions: string[];
  credentials: { type: "password"; secretData: string; credentialData: string }[];
  realmRoles: string[];
  clientConsents: { clientId: string; grantedClientScopes: string[] }[];
}

/** One realm as Keycloak's import reads it (RealmRepresentation); only what we touch is typed. */
export interface Realm {
  realm: string;
  clients: RealmClient[];
  users: RealmUser[];
  [key: string]: unknown;
}

// Keycloak's default (Argon2) costs 0.1 s a user at import; the first sign-in rehashes with it.
const DEMO_HASH_ITERATIONS = 5_000;

/**
 * The realms `staff` and `customers` to import: what `keycloak/` describes, with the demo's people,
 * secrets and addresses. Pure: the same inputs give the same bytes, so that a start can tell
 * by their hash whether to import again.
 */
export function demoRealms(inputs: RealmInputs): Realm[] {
  return [staffRealmOf(inputs), customersRealmOf(inputs)];
}

function staffRealmOf(inputs: RealmInputs): Realm {
  const { consoleOrigin, consoleBackchannelOrigin, secrets } = inputs;
  return {
    ...staffRealm,
    clients: withClients(staffRealm.clients, {
      "countersign-console-staff": {
        secret: secrets.consoleStaff,
        redirectUris: [`${consoleOrigin}/api/auth/callback/staff`],
        attributes: {
          "post.logout.redirect.uris": `${consoleOrigin}/`,
          "backchannel.logout.url": `${consoleBackchannelOrigin}/api/auth/backchannel-logout`,
        },
      },
    }),
    users: inputs.staff.map(staffUser),
  };
}

function customersRealmOf(inputs: RealmInputs): Realm {
  const { phoneOrigin, secrets } = inputs;
  const consoles = demoConsoles(inputs);
  const description = customerRealm({
    consoles,
    device: { clientId: "countersign-device", secret: secrets.device },
    phone: {
      clientId: "countersign-phone",
      secret: secrets.phone,
      redirectUri: `${phoneOrigin}/api/phone/enrol/callback`,
    },
    expiresIn: 120,
    interval: 2,
  });
  return {
    ...importForm("customers", "Customers", description),
    users: inputs.customers.map((customer) => customerUser(customer, consoles)),
  };
}

/** Every way to ask that needs no TLS; which one the console uses is its own setting. */
export function demoConsoles(inputs: RealmInputs): ConsoleClient[] {
  const consoleOrigin = inputs.consoleBackchannelOrigin;
  const plain = variantClient("plain", { consoleOrigin, secret: inputs.secrets.console });
  return [
    plain,
    {
      ...plain,
      clientId: "countersign-console-ping",
      delivery: "ping",
      notificationEndpoint: notificationEndpoint(consoleOrigin),
    },
    { ...plain, clientId: "countersign-console-dpop", binding: "dpop" },
    {
      ...plain,
      clientId: "countersign-console-jwt",
      authentication: { method: "private_key_jwt", alg: "ES256" },
      keys: { url: jwksUrl(consoleOrigin) },
      signedRequests: "ES256",
    },
  ];
}

interface CommittedClient {
  clientId: string;
  redirectUris: string[];
  attributes: object;
}

function withClients(
  committed: readonly CommittedClient[],
  changes: Record<string, Partial<RealmClient>>,
): RealmClient[] {
  return committed.map((client) => {
    const change = changes[client.clientId];
    if (!change) throw new Error(`No secret for the client ${client.clientId}.`);
    const attributes = { ...client.attributes, ...change.attributes } as Record<string, string>;
    return { ...client, ...change, attributes };
  });
}

function staffUser(person: StaffSeed): RealmUser {
  const space = person.name.indexOf(" ");
  const [first, last] =
    space < 0 ? [person.name, ""] : [person.name.slice(0, space), person.name.slice(space + 1)];
  return {
    ...user(person),
    firstName: first,
    lastName: last,
    attributes: { branch: [person.branch] },
    realmRoles: [...person.roles],
    clientConsents: [],
  };
}

function customerUser(
  customer: CustomerSeed,
  consoles: readonly { clientId: string }[],
): RealmUser {
  return {
    ...user(customer),
    enabled: customer.status === "active",
    firstName: customer.givenName,
    lastName: customer.familyName,
    attributes: customer.phone === null ? {} : { phoneNumber: [customer.phone] },
    realmRoles: [],
    // Without this, two first redemptions at once break the user for this client for good.
    clientConsents: consoles.map(({ clientId }) => ({
      clientId,
      grantedClientScopes: [...customerScopes],
    })),
  };
}

function user(person: { id: string; username: string; password: string; email: string }) {
  return {
    id: person.id,
    username: person.username,
    enabled: true,
    emailVerified: true,
    email: person.email,
    // A pending required action would refuse an approval that the customer already gave.
    requiredActions: [],
    credentials: [hashedPassword(person.id, person.password)],
  };
}

/** A ready-made hash in Keycloak's form; the salt follows from the user's id to stay pure. */
function hashedPassword(userId: string, password: string) {
  const salt = createHash("sha256").update(`countersign demo ${userId}`).digest().subarray(0, 16);
  const hash = pbkdf2Sync(password, salt, DEMO_HASH_ITERATIONS, 64, "sha512");
  return {
    type: "password" as const,
    secretData: JSON.stringify({ value: hash.toString("base64"), salt: salt.toString("base64") }),
    credentialData: JSON.stringify({
      hashIterations: DEMO_HASH_ITERATIONS,
      algorithm: "pbkdf2-sha512",
    }),
  };
}
