import type { EventEmitter } from "node:events";
import { log } from "#lib/platform/log.ts";
import { directoryOf } from "./accounts/directory.ts";
import { cibaCallback } from "./ciba/callback.ts";
import { sayInterval } from "./ciba/interval.ts";
import { watchPolls } from "./ciba/poll.ts";
import { CibaRequests } from "./ciba/requests.ts";
import { clientsOf } from "./clients.ts";
import type { Database } from "./database/open.ts";
import { type Middleware, route } from "./http/route.ts";
import type { Issuer, IssuerName } from "./issuer.ts";
import type { Keys } from "./keys.ts";
import { createProvider } from "./provider.ts";
import { endSession } from "./session/end-session.ts";
import { Sessions } from "./session/sessions.ts";
import { signIn } from "./session/sign-in.ts";
import type { Settings } from "./settings.ts";
import { introspectToken } from "./tokens/introspect.ts";
import { revokeToken } from "./tokens/revoke.ts";

/** One issuer with all that oidc-provider lacks put in front of it. */
export function createIssuer(input: {
  name: IssuerName;
  settings: Settings;
  database: Database;
  keys: Keys;
}): Issuer {
  const { database, keys, name, settings } = input;
  const url = `${settings.baseUrl}/${name}`;
  const directory = directoryOf(name);
  const clients = clientsOf(name, settings);
  const provider = createProvider({
    ...input,
    url,
    directory,
    clients,
    issuer: () => issuer,
  });
  const parts = { database, keyring: keys.sealing, issuer: name };
  const issuer: Issuer = {
    name,
    url,
    provider,
    settings,
    database,
    signingKey: keys.signing[name],
    ps256Key: name === "customers" ? keys.ps256 : undefined,
    directory,
    clients,
    sessions: new Sessions({ ...parts, provider }),
    ciba: new CibaRequests({ ...parts, intervalSeconds: settings.cibaIntervalSeconds }),
  };
  watchPolls(issuer);
  const routes: Middleware[] = [
    sayInterval(issuer),
    route("POST", "/ciba/callback", cibaCallback(issuer)),
    route("POST", "/token/revocation", revokeToken(issuer)),
    route("POST", "/token/introspection", introspectToken(issuer)),
    endSession(issuer),
    signIn(issuer),
  ];
  for (const each of routes) provider.use(each as never);
  reportErrors(issuer);
  return issuer;
}

/** Codes only: what a client or a browser sent is not for the log. */
function reportErrors({ name, provider }: Issuer): void {
  // Koa prints what it throws itself unless someone listens; the types know only the library's events.
  (provider as EventEmitter).on("error", (error: unknown) =>
    log.error("op.failed", { error, reason: name }),
  );
  provider.on("server_error", (ctx, error) => {
    // The device that did not answer is a server_error to the client and has its line already.
    if (ctx.status !== 503) log.error("op.failed", { error, reason: name });
  });
}
