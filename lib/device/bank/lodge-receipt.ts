import { z } from "zod";
import type { Receipt } from "#lib/core/contracts/receipt.ts";
import type { components } from "./bank-api.generated.ts";
import { type Bank, callBank, notUnderstood } from "./call-bank.ts";

type Wire = components["schemas"]["LodgedReceipt"];
const answer = z.object({ status: z.enum(["approved", "declined"]) });

/**
 * Lodges a signed receipt: `POST /orders/{id}/receipt`. The same receipt again gets the same answer,
 * so this may be repeated. Throws `BankRefusal` (order void, expired, decided otherwise; receipt not
 * good) and `CallFailure`.
 */
export async function lodgeReceipt(
  bank: Bank,
  orderId: string,
  receipt: Receipt,
): Promise<"approved" | "declined"> {
  const { body } = await callBank(bank, {
    method: "POST",
    path: `/orders/${orderId}/receipt`,
    json: receipt satisfies components["schemas"]["Receipt"],
  });
  const parsed = answer.safeParse(body as Wire satisfies z.input<typeof answer>);
  if (!parsed.success) throw notUnderstood(parsed.error);
  return parsed.data.status;
}
