import { z } from "zod";
import {
  customerLanguage,
  type OrderId,
  type OrderStatus,
  order,
  orderStatus,
} from "#lib/core/contracts/order.ts";
import type { components } from "./bank-api.generated.ts";
import { type Bank, callBank, notUnderstood } from "./call-bank.ts";

type Wire = components["schemas"]["OrderForApproval"];
const answer = z.object({
  order,
  status: orderStatus,
  digest: z.string(),
  customer_language: customerLanguage,
});
export type OrderForApproval = z.infer<typeof answer>;

/**
 * The order as the bank holds it: `GET /orders/{id}` as device.
 * Throws `BankRefusal` (404: no such order) and `CallFailure`.
 */
export async function readOrder(bank: Bank, id: OrderId): Promise<OrderForApproval> {
  const { body } = await callBank(bank, { method: "GET", path: `/orders/${id}` });
  const parsed = answer.safeParse(body as Wire satisfies z.input<typeof answer>);
  if (!parsed.success) throw notUnderstood(parsed.error);
  return parsed.data;
}

/** How an order stands at the bank, whatever else is in it. Throws as `readOrder` does. */
export async function readOrderStatus(bank: Bank, id: string): Promise<OrderStatus> {
  const { body } = await callBank(bank, { method: "GET", path: `/orders/${id}` });
  const parsed = answer.pick({ status: true }).safeParse(body);
  if (!parsed.success) throw notUnderstood(parsed.error);
  return parsed.data.status;
}
