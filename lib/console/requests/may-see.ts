import type { SelectQueryBuilder } from "kysely";
import type { ConsoleDatabase } from "../database.ts";
import type { Operator } from "../session/read-session.ts";

type Requests<O> = SelectQueryBuilder<ConsoleDatabase, "requests", O>;

/**
 * Narrows to what an operator may see: their own; for `branch` also their branch's, if they are a
 * supervisor; auditors see all.
 */
export function maySee<O>(
  query: Requests<O>,
  viewer: Operator,
  scope: "mine" | "branch",
): Requests<O> {
  if (scope === "branch" && viewer.roles.includes("auditor")) return query;
  if (scope === "branch" && viewer.roles.includes("supervisor"))
    return query.where((any) =>
      any.or([any("operatorId", "=", viewer.id), any("branchId", "=", viewer.branchId)]),
    );
  return query.where("operatorId", "=", viewer.id);
}
