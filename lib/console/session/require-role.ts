import { Refusal } from "#lib/core/errors.ts";
import type { Role } from "#lib/core/operators/roles.ts";
import type { Operator } from "./read-session.ts";

/** Refuses (403) an operator who has none of the roles. */
export function requireRole(operator: Operator, roles: readonly Role[] | undefined): void {
  if (roles && !roles.some((role) => operator.roles.includes(role)))
    throw new Refusal("no_role", "Your role does not allow this. Ask your supervisor.", {
      status: 403,
    });
}
