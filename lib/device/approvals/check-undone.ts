import { sql } from "kysely";
import { transact } from "#lib/platform/database/audit.ts";
import { CallFailure } from "#lib/platform/http/call.ts";
import { log } from "#lib/platform/log.ts";
import { BankRefusal } from "../bank/call-bank.ts";
import { readOrderStatus } from "../bank/read-order.ts";
import type { DeviceContext } from "../context.ts";
import { holds } from "../holds.ts";
import { transition } from "./transition.ts";

/**
 * The console took back what the customer had approved. Whether that came to anything is the bank's
 * word and not the console's: only an order that is void or ran out there is `undone` for the phone;
 * an executed one stays approved. State, decision and callback stay as they are. `again`: the
 * approval is still under way, or the bank has not yet decided or cannot be asked.
 */
export async function checkUndone({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { approvalId: string };
}): Promise<"done" | "again"> {
  const row = await ctx.database
    .selectFrom("approvals")
    .select(["id", "orderId", "state"])
    .where("id", "=", input.approvalId)
    .where("decision", "=", "approved")
    .where("withdrawnAfterApprovalAt", "is", null)
    .where("state", "in", ["decided", "telling", "told", "unknown"])
    .executeTakeFirst();
  if (!row) return "done";
  // Its receipt may not be at the bank yet; then the bank refuses it, and the approval is withdrawn.
  if (row.state === "decided") return "again";
  const status = await askBank(ctx, row.id, row.orderId);
  if (status === "away" || status === "open" || status === "approved") return "again";
  if (status !== "void" && status !== "expired") return "done";
  await transact(ctx.database, (transaction, audit) =>
    transition(transaction, audit, {
      id: row.id,
      from: ["telling", "told", "unknown"],
      set: { withdrawnAfterApprovalAt: sql`now()` as never },
      when: holds`decision = 'approved' and withdrawn_after_approval_at is null`,
      actor: "bank",
      action: "approval.undone",
      data: { status },
    }),
  );
  return "done";
}

async function askBank(ctx: DeviceContext, approvalId: string, orderId: string) {
  try {
    return await readOrderStatus(ctx.bank, orderId);
  } catch (error) {
    if (error instanceof BankRefusal) return "unknown";
    if (!(error instanceof CallFailure)) throw error;
    log.warn("device.order-not-fetched", { approvalId, reason: error.kind, error });
    return "away";
  }
}
