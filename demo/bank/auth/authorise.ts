import type { FastifyRequest } from "fastify";
import { Refusal } from "#lib/core/errors.ts";
import type { Operation } from "../contract/load-contract.ts";
import type { Principals, Verifiers } from "./principals.ts";

/** Headers that choose between the alternatives of an operation, besides the bearer token. */
const headers = [
  { scheme: "operator", name: "x-operator-token" },
  { scheme: "enrolling_customer", name: "x-customer-token" },
];

/**
 * Lets a request in by what openapi.yaml says of its operation: the first alternative whose
 * credentials all verify. Throws what was wrong with the one that came furthest.
 */
export async function authorise(
  operation: Operation,
  verifiers: Verifiers,
  request: FastifyRequest,
): Promise<Principals> {
  if (operation.security.length === 0) return {};
  let refusal: Refusal | undefined;
  for (const credentials of alternatives(operation, request)) {
    try {
      const principals: Principals = {};
      for (const scheme of credentials) {
        const verify = verifiers[scheme];
        if (!verify) throw new Error(`nothing verifies ${scheme}`);
        await verify(request, principals);
      }
      return principals;
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      if (refusal === undefined || refusal.code === "client_not_allowed") refusal = error;
    }
  }
  throw refusal;
}

/**
 * A credential that was sent is never ignored: where an alternative takes it, those that do not
 * are left out. A bad operator token is an error and no anonymous void.
 */
function alternatives({ security }: Operation, request: FastifyRequest) {
  const sent = headers.filter(({ name }) => name in request.headers);
  const taking = security.filter((each) => sent.every(({ scheme }) => each.includes(scheme)));
  return taking.length > 0 ? taking : security;
}
