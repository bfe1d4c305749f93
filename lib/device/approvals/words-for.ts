import { checkCode } from "#lib/core/contracts/digest.ts";
import type { CustomerLanguage, Order } from "#lib/core/contracts/order.ts";
import { findFlow } from "#lib/core/flows/catalogue.ts";
import type { CustomerWords } from "#lib/core/flows/customer-words.ts";

/**
 * The customer's words of an order, made from the bank's content and the digest that was compared.
 * Throws when the flow is unknown or its details are not as the flow has them.
 */
export function wordsFor(order: Order, digest: string, language: CustomerLanguage): CustomerWords {
  const flow = findFlow(order.flow);
  if (!flow) throw new Error("no flow of this name");
  return flow.words(order, checkCode(digest), language);
}
