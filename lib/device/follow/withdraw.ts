import { z } from "zod";
import {
  type ApprovalState,
  type FollowSnapshot,
  type WithdrawReason,
  withdrawReason,
} from "#lib/core/contracts/follow.ts";
import { orderId } from "#lib/core/contracts/order.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { endAsking } from "../approvals/end-asking.ts";
import { toSnapshot } from "../approvals/snapshot.ts";
import { lockOrder } from "../channel/order-lock.ts";
import type { ApprovalRow } from "../database.ts";
import { enqueue } from "../jobs.ts";
import type { FollowContext } from "./authorise-console.ts";
import { findApproval } from "./find-approval.ts";
import { notYet } from "./read-snapshot.ts";

/** States in which an approval stands, or may still come to stand. */
const standing: readonly ApprovalState[] = ["decided", "telling", "told", "unknown"];

export const withdrawInput = z.strictObject({ reason: withdrawReason });

/**
 * Takes a question back: from the phone's screen at once, and CANCELLED is due to the OP (the caller
 * runs `tellOp` after its answer; a job makes sure). An answered or ended one stays as it is: the
 * snapshot says what won; of an approval the phone is told once the bank has it void (`checkUndone`,
 * run by the caller and made sure of by a job). An order that nothing was asked about yet: remembered, so that the request
 * that comes later is refused; then 404. Idempotent.
 */
export async function withdraw({
  ctx,
  input,
}: {
  ctx: FollowContext;
  input: { orderId: string } & z.infer<typeof withdrawInput>;
}): Promise<{ snapshot: FollowSnapshot; approvalId: string }> {
  const order = orderId.safeParse(input.orderId);
  if (!order.success) throw notYet();
  const { iss, azp } = ctx.client;
  const known = await transact(ctx.database, async (transaction, audit) => {
    await lockOrder(transaction, azp, order.data);
    const row = await findApproval(ctx, transaction, order.data);
    if (row) return row;
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("withdrawals")
      .values({ iss, azp, orderId: order.data, reason: input.reason })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows)
      audit({
        actor: `client:${azp}`,
        action: "order.withdrawn-early",
        subject: `order:${order.data}`,
        data: { reason: input.reason },
      });
    return undefined;
  });
  if (!known) throw notYet();
  const ended = await endAsking(ctx, known.id, {
    actor: `client:${azp}`,
    reason: input.reason,
  });
  const row = ended ?? (await findApproval(ctx, ctx.database, order.data));
  if (!row) throw notYet();
  if (!ended) await askWhetherUndone(ctx, row, input.reason);
  return { snapshot: toSnapshot(row), approvalId: row.id };
}

/** Too late for the question, perhaps in time for the order: to be found out at the bank. */
async function askWhetherUndone(
  ctx: FollowContext,
  row: ApprovalRow,
  reason: WithdrawReason,
): Promise<void> {
  if (row.decision !== "approved" || !standing.includes(row.state)) return;
  if (row.withdrawnAfterApprovalAt !== null) return;
  await transact(ctx.database, async (transaction, audit) => {
    if (await enqueue(ctx.boss, transaction, "device-undone", row.id))
      audit({
        actor: `client:${ctx.client.azp}`,
        action: "approval.taken-back",
        subject: `approval:${row.id}`,
        data: { order_id: row.orderId, reason },
      });
  });
}
