import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { database } from "../database.ts";
import type { Operator } from "../session/read-session.ts";

/**
 * The request that is open for a customer, as this operator may know it: colleagues see who and
 * since when; its id only the one who asked, and supervisors of that branch.
 */
export async function openRequestOf(
  customerSub: string,
  viewer: Operator,
): Promise<CustomerCard["pending"]> {
  const row = await database()
    .selectFrom("requests")
    .where("customerSub", "=", customerSub)
    .where("clientId", "=", consoleConfig().CONSOLE_CIBA_CLIENT_ID)
    .where("state", "in", ["requested", "pending"])
    .select([
      "id",
      "operatorId",
      "operatorName",
      "branchId",
      "branchName",
      "createdAt",
      "deadlineAt",
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const mine = row.operatorId === viewer.id;
  const maySee = mine || (viewer.roles.includes("supervisor") && viewer.branchId === row.branchId);
  return {
    ...(maySee ? { requestId: row.id } : {}),
    operatorName: row.operatorName,
    branchName: row.branchName,
    since: row.createdAt.toISOString(),
    ...(row.deadlineAt ? { deadlineAt: row.deadlineAt.toISOString() } : {}),
    mine,
  };
}
