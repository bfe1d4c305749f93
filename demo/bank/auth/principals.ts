import { knownRoles, type Role } from "#lib/core/operators/roles.ts";
import { refuse } from "../http/refuse.ts";
import type { BankSettings } from "../settings.ts";
import { type AccessToken, type TrustedIssuer, verifyAccessToken } from "./access-token.ts";
import { issuerKeys } from "./issuer-keys.ts";

/** An operator as their own token names them. */
export interface OperatorPrincipal {
  sub: string;
  name: string;
  roles: readonly Role[];
  branchId: string;
}

/** Who stands behind a request: its client, and whoever lent their token. */
export interface Principals {
  /** What the bearer token proves, and as which of the document's schemes it was let in. */
  caller?: AccessToken & { as: "console" | "device" | "customer" };
  operator?: OperatorPrincipal;
  enrolling?: AccessToken;
}

type Headers = Record<string, string | string[] | undefined>;
/** One scheme of the document: proves who stands behind it, or throws a refusal. */
type Verify = (headers: Headers, principals: Principals) => Promise<void>;

export type Verifiers = Readonly<Record<string, Verify>>;

/** The schemes of openapi.yaml's `securitySchemes`, each with what it proves. */
export function principalVerifiers(settings: BankSettings): Verifiers {
  const trust = (issuer: string): TrustedIssuer => ({ issuer, keys: issuerKeys(issuer) });
  const customers = trust(settings.customerIssuer);
  const staff = trust(settings.staffIssuer);

  const client =
    (as: "console" | "device" | "customer", clientId: string, scope?: string): Verify =>
    async (headers, principals) => {
      const token = bearer(headers);
      const found = await verifyAccessToken(token, customers, settings.audience, "Authorization");
      allowClient(found, clientId);
      if (scope) requireScope(found, scope);
      principals.caller = { ...found, as };
    };

  return {
    console: client("console", settings.clientId, "bank:console"),
    device: client("device", settings.deviceClientId, "bank:device"),
    customer: client("customer", settings.clientId),

    async operator(headers, principals) {
      const field = "X-Operator-Token";
      const token = one(headers, field);
      const found = await verifyAccessToken(token, staff, settings.audience, field);
      const { name, branch, roles } = found.claims;
      if (typeof name !== "string" || name === "" || typeof branch !== "string" || found.sub === "")
        throw refuse("unauthenticated", "The token does not name the operator and the branch.", {
          field,
        });
      principals.operator = { sub: found.sub, name, branchId: branch, roles: knownRoles(roles) };
    },

    async enrolling_customer(headers, principals) {
      const field = "X-Customer-Token";
      const token = one(headers, field);
      const found = await verifyAccessToken(token, customers, settings.audience, field);
      allowClient(found, settings.phoneClientId);
      requireScope(found, "phone:enrol");
      principals.enrolling = found;
    },
  };
}

export function requireScope(token: AccessToken, scope: string): void {
  if (!token.scopes.has(scope))
    throw refuse("insufficient_scope", `This needs a token with the scope ${scope}.`);
}

function allowClient(token: AccessToken, clientId: string): void {
  if (token.clientId !== clientId)
    throw refuse("client_not_allowed", `Only ${clientId} may do this.`);
}

function bearer(headers: Headers): string {
  const [scheme, token, ...rest] = one(headers, "Authorization").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token || rest.length > 0)
    throw refuse("unauthenticated", "Send the access token as a bearer token.", {
      field: "Authorization",
    });
  return token;
}

function one(headers: Headers, name: string): string {
  const value = headers[name.toLowerCase()];
  if (typeof value === "string" && value !== "") return value;
  throw refuse("unauthenticated", `The header ${name} is missing.`, { field: name });
}
