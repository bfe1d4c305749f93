import { checkCode } from "#lib/core/contracts/digest.ts";
import type { Receipt } from "#lib/core/contracts/receipt.ts";
import { findFlow } from "#lib/core/flows/catalogue.ts";
import { shownTextHash } from "#lib/core/flows/customer-words.ts";
import type { OrderRow } from "../orders/lock-order.ts";

/**
 * Whether what the phone showed is what the bank itself would have said, in that language. Kept
 * with the receipt and not a reason to refuse: an older template is no fault of the customer's.
 */
export async function shownTextMatches(order: OrderRow, receipt: Receipt): Promise<boolean> {
  const { language, shown_text_hash } = receipt.statement;
  const words = findFlow(order.flow)?.words(order.content, checkCode(order.digest), language);
  return words !== undefined && (await shownTextHash(words)) === shown_text_hash;
}
