import type { DeliveryFailure, WithdrawReason } from "#lib/core/contracts/follow.ts";
import { transact } from "#lib/platform/database/audit.ts";
import type { DeviceContext } from "../context.ts";
import type { ApprovalRow } from "../database.ts";
import { enqueue } from "../jobs.ts";
import { askingStates } from "./states.ts";
import { transition } from "./transition.ts";

/**
 * Ends a question that nobody has answered: `withdrawn`, by whom and why, with CANCELLED due to the
 * OP (`tellOp` sends it, a job makes sure). Undefined when it was answered or over already.
 */
export async function endAsking(
  ctx: DeviceContext,
  approvalId: string,
  why: { actor: string; failure?: DeliveryFailure; reason?: WithdrawReason },
): Promise<ApprovalRow | undefined> {
  return transact(ctx.database, async (transaction, audit) => {
    const row = await transition(transaction, audit, {
      id: approvalId,
      from: askingStates,
      to: "withdrawn",
      set: {
        callbackStatus: "CANCELLED",
        ...(why.failure ? { failure: why.failure } : {}),
        ...(why.reason ? { withdrawReason: why.reason } : {}),
      },
      actor: why.actor,
      data: {
        ...(why.failure ? { failure: why.failure } : {}),
        ...(why.reason ? { reason: why.reason } : {}),
      },
    });
    if (row) await enqueue(ctx.boss, transaction, "device-tell", approvalId);
    return row;
  });
}
