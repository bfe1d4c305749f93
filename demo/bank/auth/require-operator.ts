import type { Role } from "#lib/core/operators/roles.ts";
import type { Call } from "../call.ts";
import { refuse } from "../http/refuse.ts";
import type { OperatorPrincipal } from "./principals.ts";

/** The operator behind the call, with the role of theirs that gives the right. */
export function requireOperator(
  { principals: { operator } }: Call,
  allowed: readonly Role[],
): OperatorPrincipal & { role: Role } {
  const role = allowed.find((each) => operator?.roles.includes(each));
  if (!operator || !role)
    throw refuse("role_not_allowed", `This needs the role ${allowed.join(" or ")}.`);
  return { ...operator, role };
}
