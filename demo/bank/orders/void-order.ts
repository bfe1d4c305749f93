import { sql } from "kysely";
import { never } from "#lib/core/errors.ts";
import { requireCaller } from "../auth/require-caller.ts";
import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";
import { refuse } from "../http/refuse.ts";
import { lockOrder, unknownOrder } from "./lock-order.ts";
import { moveOrder } from "./move-order.ts";

/**
 * Takes an order off the table that was not executed, approved or not: whoever lost the approval's
 * token must leave nothing behind that could be executed later. Under the order's lock, so of void,
 * receipt and execution the first wins.
 */
export async function voidOrder(call: Call): Promise<Schema<"VoidedOrder">> {
  const { reason } = call.body as Schema<"VoidRequest">;
  const { clientId } = requireCaller(call);
  return call.db.transaction().execute(async (trx) => {
    const order = await lockOrder(trx, call.settings, call.params.order_id ?? "");
    if (order.clientId !== clientId) throw unknownOrder();
    switch (order.status) {
      case "draft":
      case "open":
      case "approved":
        await moveOrder(trx, order, "void", {
          endedAt: sql`clock_timestamp()`,
          voidReason: reason,
          voidedBy: call.principals.operator?.sub ?? clientId,
        });
        return { order_id: order.id, status: "void" };
      case "void":
      case "expired":
        return { order_id: order.id, status: order.status };
      case "declined":
        throw refuse("already_declined", "The customer declined first: nothing will be done.");
      case "executed":
        throw refuse("already_executed", "It has been done and cannot be withdrawn.");
      default:
        return never(order.status);
    }
  });
}
