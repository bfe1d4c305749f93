import { z } from "zod";

/** Staff roles, as the staff issuer's `roles` claim names them. */
export const role = z.enum(["teller", "agent", "supervisor", "auditor"]);
export type Role = z.infer<typeof role>;

/** The roles we know among those a token carries; what we do not know gives no right. */
export function knownRoles(claim: unknown): Role[] {
  const names = Array.isArray(claim) ? claim : [];
  return role.options.filter((known) => names.includes(known));
}

/** Roles that may look up customers and send requests. */
export const askingRoles: readonly Role[] = ["teller", "agent"];
