import type { PhoneContext } from "../enrolment/phone-session.ts";
import { holds } from "../holds.ts";
import { LIST_ENDED_MS, LIST_MAX } from "../tunables.ts";
import { type ApprovalCard, recordView, toCard } from "./approval-card.ts";
import { markNotified } from "./mark-notified.ts";
import { isAsking } from "./states.ts";

/**
 * This customer's questions: those to answer first, then those that ended, or were taken back after
 * an approval, in the last hour.
 */
export async function listApprovals({
  ctx,
}: {
  ctx: PhoneContext;
}): Promise<{ approvals: ApprovalCard[]; server_now: string }> {
  const rows = await ctx.database
    .selectFrom("approvals")
    .selectAll()
    .where("customerSub", "=", ctx.device.customerSub)
    .where("orderContent", "is not", null)
    .where(
      holds`ended_at is null or greatest(ended_at, withdrawn_after_approval_at)
        > now() - make_interval(secs => ${LIST_ENDED_MS / 1000})`,
    )
    .orderBy("receivedAt", "desc")
    .limit(LIST_MAX)
    .execute();
  const now = new Date();
  const approvals: ApprovalCard[] = [];
  for (const row of rows.toSorted(
    (a, b) => Number(isAsking(b.state)) - Number(isAsking(a.state)),
  )) {
    const asking = isAsking(row.state) && row.deadlineAt > now;
    const card = toCard(ctx, row);
    if (!card) continue;
    if (asking) await recordView(ctx, row.id, card.words);
    if (asking && row.state === "received") {
      await markNotified({ ctx, input: { approvalId: row.id, deviceId: ctx.device.id } });
      card.state = "notified";
    }
    approvals.push(card);
  }
  return { approvals, server_now: now.toISOString() };
}
