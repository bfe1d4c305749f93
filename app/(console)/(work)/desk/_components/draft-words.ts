import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import type { Order } from "#lib/core/contracts/order.ts";
import type { AnyFlow } from "#lib/core/flows/catalogue.ts";
import type { CustomerWords } from "#lib/core/flows/customer-words.ts";
import { blank, type FormValues } from "#lib/core/flows/flow.ts";
import type { Operator } from "#lib/ui/shell/operator-context.tsx";

/**
 * The customer's words for what is typed so far, by the flow's own template. The bank's order
 * replaces this draft at the check; here only the words matter, so ids and nonce are blank.
 */
export function draftWords(
  flow: AnyFlow,
  values: FormValues,
  customer: CustomerCard,
  operator: Operator,
): CustomerWords {
  const details = flow.preview(values, { accounts: customer.accounts });
  const order = {
    version: 1,
    id: "",
    flow: flow.id,
    client_id: "",
    customer_sub: "",
    customer_name: customer.customerName,
    operator: {
      sub: operator.id,
      name: operator.name,
      role: flow.roles.find((role) => operator.roles.includes(role)) ?? "teller",
      branch_id: operator.branchId,
      branch_name: operator.branchName,
    },
    contact: customer.contact,
    details,
    nonce: "",
    created_at: "",
  } as unknown as Order;
  const words = flow.words(order, "••••••", customer.language);
  return flow.amount(details)?.amount_minor === 0 ? { ...words, emphasis: blank } : words;
}
