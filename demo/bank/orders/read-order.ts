import { requireCaller } from "../auth/require-caller.ts";
import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";
import type { BankDatabase } from "../database/open.ts";
import { expireIfDue, type OrderRow, unknownOrder } from "./lock-order.ts";

/** State for the console that asked; content for the device zone, which shows it to the customer. */
export async function readOrder(
  call: Call,
): Promise<Schema<"OrderState"> | Schema<"OrderForApproval">> {
  const id = call.params.order_id ?? "";
  const caller = requireCaller(call);
  await expireIfDue(call.db, call.settings, id);
  const order = await call.db
    .selectFrom("orders")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  if (!order) throw unknownOrder();
  if (caller.as === "device") return forApproval(call.db, order);
  if (order.clientId !== caller.clientId) throw unknownOrder();
  return state(call.db, order);
}

async function forApproval(db: BankDatabase, order: OrderRow): Promise<Schema<"OrderForApproval">> {
  // What was never opened is nothing to show to anyone.
  if (order.expiresAt === null) throw unknownOrder();
  const { language } = await db
    .selectFrom("customer")
    .select("language")
    .where("sub", "=", order.customerSub)
    .executeTakeFirstOrThrow();
  return {
    order: order.content as Schema<"Order">,
    status: order.status,
    digest: order.digest,
    customer_language: language,
    expires_at: order.expiresAt.toISOString(),
  };
}

async function state(db: BankDatabase, order: OrderRow): Promise<Schema<"OrderState">> {
  const executed = await db
    .selectFrom("execution")
    .select("result")
    .where("orderId", "=", order.id)
    .executeTakeFirst();
  return {
    order_id: order.id,
    status: order.status,
    digest: order.digest,
    ...(order.expiresAt ? { expires_at: order.expiresAt.toISOString() } : {}),
    ...(order.decidedAt
      ? {
          decision: order.status === "declined" ? "declined" : "approved",
          decided_at: order.decidedAt.toISOString(),
        }
      : {}),
    ...(executed ? { execution: executed.result } : {}),
  };
}
