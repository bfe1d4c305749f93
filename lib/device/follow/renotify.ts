import { sql } from "kysely";
import type { FollowSnapshot } from "#lib/core/contracts/follow.ts";
import { Refusal } from "#lib/core/errors.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { toSnapshot } from "../approvals/snapshot.ts";
import { askingStates, isAsking } from "../approvals/states.ts";
import { transition } from "../approvals/transition.ts";
import { holds } from "../holds.ts";
import { MAX_NOTIFICATIONS } from "../tunables.ts";
import type { FollowContext } from "./authorise-console.ts";
import { findApproval } from "./find-approval.ts";
import { notYet } from "./read-snapshot.ts";

/**
 * Calls the customer's phones once more. At most three calls in all (409 `notify_limit`); a question
 * that is over is left alone and its snapshot answered.
 */
export async function renotify({
  ctx,
  input,
}: {
  ctx: FollowContext;
  input: { orderId: string };
}): Promise<FollowSnapshot> {
  const row = await findApproval(ctx, ctx.database, input.orderId);
  if (!row) throw notYet();
  if (!isAsking(row.state)) return toSnapshot(row);
  const called = await transact(ctx.database, async (transaction, audit) => {
    const next = await transition(transaction, audit, {
      id: row.id,
      from: askingStates,
      set: { notifications: sql`notifications + 1` as never },
      when: holds`notifications < ${MAX_NOTIFICATIONS} and order_content is not null and deadline_at > now()`,
      actor: `client:${ctx.client.azp}`,
      action: "approval.renotified",
    });
    if (next) await ctx.notifier.notify(transaction, { customerSub: next.customerSub });
    return next;
  });
  if (called) return toSnapshot(called);
  const now = await findApproval(ctx, ctx.database, input.orderId);
  if (!now) throw notYet();
  if (now.notifications >= MAX_NOTIFICATIONS && isAsking(now.state))
    throw new Refusal("notify_limit", "The customer has been called as often as is allowed.");
  return toSnapshot(now);
}
