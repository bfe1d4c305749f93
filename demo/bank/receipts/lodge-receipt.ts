import { sql } from "kysely";
import { canonicalDigest } from "#lib/core/contracts/digest.ts";
import type { Decision, Receipt } from "#lib/core/contracts/receipt.ts";
import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";
import type { BankTransaction } from "../database/open.ts";
import { refuse } from "../http/refuse.ts";
import { lockOrder, type OrderRow } from "../orders/lock-order.ts";
import { moveOrder } from "../orders/move-order.ts";
import { shownTextMatches } from "./shown-text-matches.ts";
import { verifyReceipt } from "./verify-receipt.ts";

/**
 * The customer's decision, under the order's lock: the first of receipt and void wins. The same
 * receipt again gets the same answer, unless the order was voided or ran out meanwhile: nobody may be
 * told "approved" of what can no longer be done. A report is a decline to all but the fraud desk.
 */
export async function lodgeReceipt(call: Call): Promise<Schema<"LodgedReceipt">> {
  const receipt = call.body as Receipt;
  const receiptHash = await canonicalDigest(receipt);
  try {
    return await call.db.transaction().execute(async (trx) => {
      const order = await lockOrder(trx, call.settings, call.params.order_id ?? "");
      const before = await lodgedBefore(trx, order.id, receiptHash);
      if (before) {
        refuseIfOver(order);
        return { status: before };
      }
      requireOpen(order);
      await verifyReceipt(trx, call.settings.customerIssuer, order, receipt);
      await keep(trx, order, receipt, receiptHash);
      return { status: publicDecision(receipt.statement.decision) };
    });
  } catch (error) {
    if (isSecondUse(error))
      throw refuse("receipt_reused", "One approval of the sign-in service answers one order.", {
        field: "statement.jti",
      });
    throw error;
  }
}

async function keep(
  trx: BankTransaction,
  order: OrderRow,
  receipt: Receipt,
  receiptHash: string,
): Promise<void> {
  const { decision, iss, azp, jti } = receipt.statement;
  await trx
    .insertInto("receipt")
    .values({
      orderId: order.id,
      receipt: JSON.stringify(receipt),
      receiptHash,
      decision,
      authenticatorId: receipt.authenticator_id,
      shownTextMatches: await shownTextMatches(order, receipt),
    })
    .execute();
  if (decision === "reported")
    await trx
      .insertInto("fraudReport")
      .values({
        orderId: order.id,
        customerSub: order.customerSub,
        operatorSub: order.operatorSub,
      })
      .execute();
  const status = publicDecision(decision);
  await moveOrder(trx, order, status, {
    decidedAt: sql`clock_timestamp()`,
    ...(status === "declined" ? { endedAt: sql`clock_timestamp()` } : {}),
    approvalIss: iss,
    approvalAzp: azp,
    approvalJti: jti,
  });
}

/** The decision as anyone but the fraud desk may know it. */
function publicDecision(decision: Decision): "approved" | "declined" {
  return decision === "approved" ? "approved" : "declined";
}

async function lodgedBefore(trx: BankTransaction, orderId: string, receiptHash: string) {
  const kept = await trx
    .selectFrom("receipt")
    .select(["receiptHash", "decision"])
    .where("orderId", "=", orderId)
    .executeTakeFirst();
  if (!kept) return undefined;
  if (kept.receiptHash !== receiptHash)
    throw refuse("already_decided", "The customer has decided. The first decision stands.");
  return publicDecision(kept.decision);
}

function refuseIfOver(order: OrderRow): void {
  if (order.status === "void")
    throw refuse("order_void", "The bank's employee withdrew the question.");
  if (order.status === "expired") throw refuse("order_expired", "The order's time is over.");
}

function requireOpen(order: OrderRow): void {
  if (order.status === "open") return;
  refuseIfOver(order);
  throw refuse("not_open", "Nobody has asked the customer about this order yet.");
}

function isSecondUse(error: unknown): boolean {
  return (
    error instanceof Error && "constraint" in error && error.constraint === "orders_one_approval"
  );
}
