import { sql } from "kysely";
import type { DeliveryFailure } from "#lib/core/contracts/follow.ts";
import { type OrderId, orderDigest } from "#lib/core/contracts/order.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { CallFailure } from "#lib/platform/http/call.ts";
import { log } from "#lib/platform/log.ts";
import { BankRefusal } from "../bank/call-bank.ts";
import { type OrderForApproval, readOrder } from "../bank/read-order.ts";
import { tellOp } from "../channel/tell-op.ts";
import type { DeviceContext } from "../context.ts";
import type { ApprovalRow } from "../database.ts";
import { ORDER_FETCH_PATIENCE_MS } from "../tunables.ts";
import { endAsking } from "./end-asking.ts";
import { wordsFor } from "./words-for.ts";

/**
 * The work after the 201: fetches the order from the bank, compares it with what the OP says, finds
 * the customer's phones and calls them. What does not fit ends the approval with a `failure`, told
 * to console and OP. `again`: the bank was away, ask later.
 */
export async function checkOrder({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { approvalId: string };
}): Promise<"done" | "again"> {
  const row = await ctx.database
    .selectFrom("approvals")
    .selectAll()
    .where("id", "=", input.approvalId)
    .where("state", "=", "received")
    .where("orderContent", "is", null)
    .executeTakeFirst();
  if (!row) return "done";
  const found = await fetchAndCompare(ctx, row);
  if (found === "again") return "again";
  if (typeof found === "string") {
    await fail(ctx, row, found);
    return "done";
  }
  const device = await ctx.database
    .selectFrom("devices")
    .select("id")
    .where("customerSub", "=", row.customerSub)
    .where("removedAt", "is", null)
    .executeTakeFirst();
  if (!device) {
    await fail(ctx, row, "no_device");
    return "done";
  }
  await transact(ctx.database, async (transaction, audit) => {
    const { numUpdatedRows } = await transaction
      .updateTable("approvals")
      .set({ orderContent: JSON.stringify(found.order), notifications: 1 })
      .where("id", "=", row.id)
      .where("state", "=", "received")
      .where("orderContent", "is", null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    // What the operator previewed is in the bank's language for this customer: so is the phone.
    await transaction
      .updateTable("devices")
      .set({ language: found.customer_language })
      .where("customerSub", "=", row.customerSub)
      .where("languageChosen", "=", false)
      .where("language", "!=", found.customer_language)
      .execute();
    await ctx.notifier.notify(transaction, { customerSub: row.customerSub });
    audit({
      actor: "device",
      action: "approval.order-checked",
      subject: `approval:${row.id}`,
      data: { order_id: row.orderId },
    });
  });
  return "done";
}

async function fetchAndCompare(
  ctx: DeviceContext,
  row: ApprovalRow,
): Promise<OrderForApproval | DeliveryFailure | "again"> {
  let found: OrderForApproval;
  try {
    found = await readOrder(ctx.bank, row.orderId as OrderId);
  } catch (error) {
    if (error instanceof BankRefusal)
      return error.status === 404 ? "order_unknown" : "refused_request";
    if (!(error instanceof CallFailure)) throw error;
    log.warn("device.order-not-fetched", { approvalId: row.id, reason: error.kind, error });
    return (await isWorthWaiting(ctx, row)) ? "again" : "bank_unreachable";
  }
  return (await fits(row, found)) ? found : "order_mismatch";
}

/** The order must be this one, open, unchanged, of this customer and of this client. */
async function fits(row: ApprovalRow, found: OrderForApproval): Promise<boolean> {
  const { order } = found;
  if (order.id !== row.orderId || found.status !== "open") return false;
  if (found.digest !== row.orderDigest || (await orderDigest(order)) !== row.orderDigest)
    return false;
  if (order.customer_sub !== row.customerSub || order.client_id !== row.azp) return false;
  try {
    wordsFor(order, row.orderDigest, "en");
    return true;
  } catch (error) {
    log.warn("device.order-has-no-words", { approvalId: row.id, error });
    return false;
  }
}

async function isWorthWaiting(ctx: DeviceContext, row: ApprovalRow): Promise<boolean> {
  const { rows } = await sql<{ waited: number }>`
    select extract(epoch from clock_timestamp() - ${row.receivedAt}::timestamptz) * 1000 as waited
  `.execute(ctx.database);
  return Number(rows[0]?.waited ?? 0) < ORDER_FETCH_PATIENCE_MS;
}

async function fail(ctx: DeviceContext, row: ApprovalRow, failure: DeliveryFailure): Promise<void> {
  log.warn("device.delivery-failed", { approvalId: row.id, orderId: row.orderId, reason: failure });
  const ended = await endAsking(ctx, row.id, { actor: "device", failure });
  if (ended) await tellOp({ ctx, input: { approvalId: row.id } });
}
