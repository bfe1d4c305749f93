import type { FastifyRequest } from "fastify";
import { knownRoles, type Role } from "#lib/core/operators/roles.ts";
import { refuse } from "../http/refuse.ts";
import type { BankSettings } from "../settings.ts";
import { type AccessToken, type TrustedIssuer, verifyAccessToken } from "./access-token.ts";
import { issuerKeys } from "./issuer-keys.ts";
import { requireProof } from "./proof-of-possession.ts";

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
type Verify = (request: FastifyRequest, principals: Principals) => Promise<void>;

export type Verifiers = Readonly<Record<string, Verify>>;

/** The schemes of openapi.yaml's `securitySchemes`, each with what it proves. */
export function principalVerifiers(settings: BankSettings): Verifiers {
  const trust = (issuer: string): TrustedIssuer => ({ issuer, keys: issuerKeys(issuer) });
  const customers = trust(settings.customerIssuer);
  const staff = trust(settings.staffIssuer);

  const client =
    (as: "console" | "device" | "customer", clientIds: readonly string[], scope?: string): Verify =>
    async (request, principals) => {
      const { scheme, token } = presented(request.headers);
      const found = await verifyAccessToken(token, customers, settings.audience, "Authorization");
      allowClient(found, clientIds);
      await requireProof(found, token, scheme, request);
      if (scope) requireScope(found, scope);
      principals.caller = { ...found, as };
    };

  return {
    console: client("console", settings.clientIds, "bank:console"),
    device: client("device", [settings.deviceClientId], "bank:device"),
    customer: client("customer", settings.clientIds),

    async operator({ headers }, principals) {
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

    async enrolling_customer({ headers }, principals) {
      const field = "X-Customer-Token";
      const token = one(headers, field);
      const found = await verifyAccessToken(token, customers, settings.audience, field);
      allowClient(found, [settings.phoneClientId]);
      requireScope(found, "phone:enrol");
      principals.enrolling = found;
    },
  };
}

export function requireScope(token: AccessToken, scope: string): void {
  if (!token.scopes.has(scope))
    throw refuse("insufficient_scope", `This needs a token with the scope ${scope}.`);
}

function allowClient(token: AccessToken, clientIds: readonly string[]): void {
  if (!clientIds.includes(token.clientId))
    throw refuse("client_not_allowed", `Only ${clientIds.join(" or ")} may do this.`);
}

/** The access token and the scheme it came by, `bearer` or `dpop`. */
function presented(headers: Headers): { scheme: string; token: string } {
  const [name = "", token, ...rest] = one(headers, "Authorization").split(" ");
  const scheme = name.toLowerCase();
  if ((scheme !== "bearer" && scheme !== "dpop") || !token || rest.length > 0)
    throw refuse("unauthenticated", "Send the access token as a bearer token.", {
      field: "Authorization",
    });
  return { scheme, token };
}

function one(headers: Headers, name: string): string {
  const value = headers[name.toLowerCase()];
  if (typeof value === "string" && value !== "") return value;
  throw refuse("unauthenticated", `The header ${name} is missing.`, { field: name });
}
