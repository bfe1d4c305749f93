import { sql } from "kysely";
import { askingRoles } from "#lib/core/operators/roles.ts";
import { requireCaller } from "../auth/require-caller.ts";
import { requireOperator } from "../auth/require-operator.ts";
import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";
import { lockSubject } from "../database/lock.ts";
import type { BankTransaction } from "../database/open.ts";
import { once } from "../executions/once.ts";
import { refuse } from "../http/refuse.ts";
import { requireOperatorLimit } from "./limits.ts";
import { lockOrder, unknownOrder } from "./lock-order.ts";
import { moveOrder } from "./move-order.ts";

/**
 * Opens a draft: from here the customer may be asked, for `expires_in_seconds`. Content and digest
 * stay as quoted. The operator's limit is reserved by the open order itself.
 */
export async function openOrder(call: Call): Promise<Schema<"OpenedOrder">> {
  const input = call.body as Required<Schema<"OpenOrderRequest">>;
  const { clientId } = requireCaller(call);
  const operator = requireOperator(call, askingRoles);
  const kept = await once(
    call.db,
    {
      clientId,
      key: call.headers["idempotency-key"] ?? "",
      operation: "openOrder",
      request: { ...input, operator: operator.sub },
    },
    async (trx) => {
      const answer = await open(call, trx, input, { clientId, operatorSub: operator.sub });
      return { orderId: input.order_id, status: 200, answer };
    },
  );
  return kept.answer as Schema<"OpenedOrder">;
}

async function open(
  { settings }: Call,
  trx: BankTransaction,
  input: Required<Schema<"OpenOrderRequest">>,
  by: { clientId: string; operatorSub: string },
): Promise<Schema<"OpenedOrder">> {
  const order = await lockOrder(trx, settings, input.order_id);
  if (order.clientId !== by.clientId) throw unknownOrder();
  if (order.operatorSub !== by.operatorSub)
    throw refuse("wrong_operator", "Make a quote of your own.", { field: "order_id" });
  if (order.status === "void") throw refuse("order_void", "Ask for a new quote.");
  if (order.status === "expired" && order.openedAt === null)
    throw refuse("quote_expired", "Ask for a new quote. Nothing was sent.");
  if (order.status !== "draft")
    throw refuse("already_open", "This quote has been used. Ask for a new one.");
  if (order.amountMinor !== null && order.currency !== null) {
    await lockSubject(trx, "operator", by.operatorSub);
    const amount = { amount_minor: Number(order.amountMinor), currency: order.currency };
    await requireOperatorLimit(trx, settings, by.operatorSub, amount);
  }
  const opened = await moveOrder(trx, order, "open", {
    openedAt: sql`clock_timestamp()`,
    expiresAt: sql`clock_timestamp() + make_interval(secs => ${input.expires_in_seconds})`,
  });
  return {
    order_id: opened.id,
    status: "open",
    digest: opened.digest,
    expires_at: (opened.expiresAt as Date).toISOString(),
  };
}
