import type { UpdateObject } from "kysely";
import type { OrderStatus } from "#lib/core/contracts/order.ts";
import type { BankTransaction } from "../database/open.ts";
import type { BankTables } from "../database/tables.ts";

/** The whole life of an order. Everything else is refused, here and nowhere else. */
const moves: Record<OrderStatus, readonly OrderStatus[]> = {
  draft: ["open", "void", "expired"],
  open: ["approved", "declined", "void", "expired"],
  approved: ["executed", "void", "expired"],
  declined: [],
  void: [],
  expired: [],
  executed: [],
};

/** Compare-and-set from one status to the next, with what belongs to it. Throws if it had moved. */
export async function moveOrder(
  trx: BankTransaction,
  order: { id: string; status: OrderStatus },
  to: OrderStatus,
  values: Omit<UpdateObject<BankTables, "orders">, "status">,
) {
  if (!moves[order.status].includes(to)) throw new Error(`no move ${order.status} → ${to}`);
  return trx
    .updateTable("orders")
    .set({ ...values, status: to })
    .where("id", "=", order.id)
    .where("status", "=", order.status)
    .returningAll()
    .executeTakeFirstOrThrow();
}
