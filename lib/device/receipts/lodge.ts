import { sql } from "kysely";
import { transact } from "#lib/platform/database/audit.ts";
import { CallFailure } from "#lib/platform/http/call.ts";
import { log } from "#lib/platform/log.ts";
import { openReceipt } from "../approvals/sealed.ts";
import { transition } from "../approvals/transition.ts";
import type { components } from "../bank/bank-api.generated.ts";
import { BankRefusal } from "../bank/call-bank.ts";
import { lodgeReceipt } from "../bank/lodge-receipt.ts";
import type { DeviceContext } from "../context.ts";
import type { ApprovalRow } from "../database.ts";
import { holds } from "../holds.ts";

/** The bank's "no" because the order is over, not because the receipt is bad. */
const overCodes: ReadonlySet<string> = new Set<components["schemas"]["ProblemCode"]>([
  "order_void",
  "order_expired",
  "not_open",
  "already_declined",
  "already_decided",
]);

/**
 * Lodges the receipt of a `decided` approval at the bank; until then nobody is told of the decision.
 * `lodged`: it is there. `over`: the bank says that the order is void (first of receipt and void
 * wins) or the receipt no good; the approval is `withdrawn` and CANCELLED is due. `again`: the bank
 * is away. Repeatable: the bank gives the same receipt the same answer.
 */
export async function lodge({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { row: ApprovalRow };
}): Promise<"lodged" | "over" | "again"> {
  const { row } = input;
  if (row.lodgedAt !== null) return "lodged";
  const receipt = await openReceipt(ctx, row);
  try {
    await lodgeReceipt(ctx.bank, row.orderId, receipt);
  } catch (error) {
    if (error instanceof BankRefusal) {
      await giveUp(ctx, row, error);
      return "over";
    }
    if (!(error instanceof CallFailure)) throw error;
    log.warn("device.receipt-not-lodged", { approvalId: row.id, reason: error.kind, error });
    return "again";
  }
  await transact(ctx.database, async (transaction, audit) => {
    const { numUpdatedRows } = await transaction
      .updateTable("approvals")
      .set({ lodgedAt: sql`now()` as never })
      .where("id", "=", row.id)
      .where("state", "=", "decided")
      .where("lodgedAt", "is", null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n)
      audit({ actor: "device", action: "approval.lodged", subject: `approval:${row.id}` });
  });
  return "lodged";
}

async function giveUp(ctx: DeviceContext, row: ApprovalRow, refusal: BankRefusal): Promise<void> {
  const over = overCodes.has(refusal.code);
  log.warn("device.receipt-refused", {
    approvalId: row.id,
    orderId: row.orderId,
    code: refusal.code,
    status: refusal.status,
  });
  await transact(ctx.database, (transaction, audit) =>
    transition(transaction, audit, {
      id: row.id,
      from: ["decided"],
      to: "withdrawn",
      set: {
        callbackStatus: "CANCELLED",
        ...(over ? { withdrawReason: "order_void" } : { failure: "refused_request" }),
      },
      when: holds`lodged_at is null`,
      actor: "bank",
      data: { code: refusal.code },
    }),
  );
}
