import type { ApprovalRow, DeviceDatabase } from "../database.ts";
import type { FollowContext } from "./authorise-console.ts";

/** This client's approval of an order; an order of another client is as unknown as none. */
export function findApproval(
  ctx: FollowContext,
  database: DeviceDatabase,
  orderId: string,
): Promise<ApprovalRow | undefined> {
  return database
    .selectFrom("approvals")
    .selectAll()
    .where("iss", "=", ctx.client.iss)
    .where("azp", "=", ctx.client.azp)
    .where("orderId", "=", orderId)
    .executeTakeFirst();
}
