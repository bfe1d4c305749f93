import { withdrawReason } from "#lib/core/contracts/follow.ts";
import { log } from "#lib/platform/log.ts";
import { voidOrder } from "../bank/bank-orders.ts";
import { BankRefusal } from "../bank/call-bank.ts";
import { database } from "../database.ts";
import { withdrawQuestion } from "../device/device-api.ts";
import { applyDelivery } from "../requests/apply-delivery.ts";
import type { Settled } from "./queue-loop.ts";

/**
 * Takes back what may have got out: the order voided at the bank (the arbiter) first, then the
 * question on the phone. Both are idempotent, so a failure of one is repeated until both are done.
 */
export async function withdrawRequest(requestId: string, reason: string): Promise<Settled> {
  const why = withdrawReason.catch("failed").parse(reason);
  const row = await database()
    .selectFrom("requests")
    .where("id", "=", requestId)
    .select("orderId")
    .executeTakeFirst();
  if (!row) return "done";
  const results = await Promise.allSettled([
    voidOrder(row.orderId, why).catch((error) => {
      // A draft that was never opened, or a decision that came first: nothing to void.
      if (error instanceof BankRefusal && (error.status === 404 || error.status === 409)) return;
      throw error;
    }),
    withdrawQuestion(row.orderId, why).then((said) => (said ? applyDelivery(said) : false)),
  ]);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) log.warn("request.not-withdrawn", { requestId, error: failed.reason });
  return failed ? "again" : "done";
}
