import { errors, type KoaContextWithOIDC, type ResourceServer } from "oidc-provider";
import { cibaGrantType, clientIds } from "./clients.ts";

/** How a token comes about: a person signs in, a customer approves (CIBA), or a service by itself. */
type Use = "sign_in" | "ciba" | "client_credentials";
type Audience = "bank-api" | "device";

interface Right {
  clientId: string;
  use: Use;
  scopes: readonly string[];
  audience: Audience;
  lifetimeSeconds: number;
}

/** Who may ask for which scopes, for whom the access token then is, and how long it lives. */
const rights: readonly Right[] = [
  {
    clientId: clientIds.consoleStaff,
    use: "sign_in",
    scopes: ["openid", "profile", "email"],
    audience: "bank-api",
    lifetimeSeconds: 900,
  },
  {
    clientId: clientIds.console,
    use: "ciba",
    scopes: ["openid", "transfers:write", "profile:release"],
    audience: "bank-api",
    lifetimeSeconds: 120,
  },
  {
    clientId: clientIds.console,
    use: "client_credentials",
    scopes: ["bank:console"],
    audience: "bank-api",
    lifetimeSeconds: 120,
  },
  {
    clientId: clientIds.console,
    use: "client_credentials",
    scopes: ["device:follow"],
    audience: "device",
    lifetimeSeconds: 120,
  },
  {
    clientId: clientIds.device,
    use: "client_credentials",
    scopes: ["bank:device"],
    audience: "bank-api",
    lifetimeSeconds: 120,
  },
  {
    clientId: clientIds.phone,
    use: "sign_in",
    scopes: ["openid", "phone:enrol"],
    audience: "bank-api",
    lifetimeSeconds: 300,
  },
];

/** RFC 8707 wants absolute URIs; the audience in tokens is the short name. */
export const resourceOf = (audience: Audience) => `urn:countersign:resource:${audience}`;

/** The resource that a client means by its scopes, since ours never send `resource`. */
export function defaultResource(
  ctx: KoaContextWithOIDC,
  client: { clientId: string },
  oneOf?: readonly string[],
): string | string[] {
  if (oneOf?.length) return [...oneOf];
  const requested = requireAllowedScopes(ctx, client.clientId);
  const meant = rightsOf(client.clientId, useOf(ctx)).filter(({ scopes }) =>
    scopes.some((scope) => requested.has(scope)),
  );
  const resources = [...new Set(meant.map(({ audience }) => resourceOf(audience)))];
  const [first] = resources;
  if (!first) throw new errors.InvalidScope("a scope must be requested", "");
  return resources.length === 1 ? first : resources;
}

/** What the access token for that resource is like. @throws InvalidScope, InvalidTarget */
export function resourceServerInfo(
  ctx: KoaContextWithOIDC,
  resource: string,
  client: { clientId: string },
): ResourceServer {
  requireAllowedScopes(ctx, client.clientId);
  const meant = rightsOf(client.clientId, useOf(ctx)).filter(
    ({ audience }) => resourceOf(audience) === resource,
  );
  const [first] = meant;
  if (!first) throw new errors.InvalidTarget();
  return {
    audience: first.audience,
    scope: meant.flatMap(({ scopes }) => scopes).join(" "),
    accessTokenFormat: "jwt",
    accessTokenTTL: first.lifetimeSeconds,
    jwt: { sign: { alg: "ES256" } },
  };
}

function requireAllowedScopes(ctx: KoaContextWithOIDC, clientId: string): Set<string> {
  const scope = ctx.oidc.params?.scope;
  const requested = new Set(typeof scope === "string" ? scope.split(" ").filter(Boolean) : []);
  const allowed = rightsOf(clientId, useOf(ctx)).flatMap(({ scopes }) => scopes);
  for (const each of requested)
    if (!allowed.includes(each))
      throw new errors.InvalidScope("requested scope is not allowed", each);
  return requested;
}

function rightsOf(clientId: string, use: Use): Right[] {
  const rightful = isFurtherConsole(clientId) ? clientIds.console : clientId;
  return rights.filter((right) => right.clientId === rightful && right.use === use);
}

/** Consoles that differ in how they authenticate and are told have the rights of the plain one. */
function isFurtherConsole(clientId: string): boolean {
  return clientId.startsWith(`${clientIds.console}-`) && clientId !== clientIds.consoleStaff;
}

function useOf(ctx: KoaContextWithOIDC): Use {
  if (ctx.oidc.route === "backchannel_authentication") return "ciba";
  const grantType = ctx.oidc.params?.grant_type;
  if (grantType === cibaGrantType) return "ciba";
  return grantType === "client_credentials" ? "client_credentials" : "sign_in";
}
