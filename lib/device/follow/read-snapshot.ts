import type { FollowSnapshot } from "#lib/core/contracts/follow.ts";
import { Refusal } from "#lib/core/errors.ts";
import { toSnapshot } from "../approvals/snapshot.ts";
import type { FollowContext } from "./authorise-console.ts";
import { findApproval } from "./find-approval.ts";

/** How an order's approval stands. Refuses 404 while the OP has not asked about it. */
export async function readSnapshot({
  ctx,
  input,
}: {
  ctx: FollowContext;
  input: { orderId: string };
}): Promise<FollowSnapshot> {
  const row = await findApproval(ctx, ctx.database, input.orderId);
  if (!row) throw notYet();
  return toSnapshot(row);
}

export const notYet = () =>
  new Refusal("unknown_order", "Nothing has been asked about this order yet.", { status: 404 });
