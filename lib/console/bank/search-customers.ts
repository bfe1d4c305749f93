import { z } from "zod";
import { type Contact, customerLanguage } from "#lib/core/contracts/order.ts";
import { callBank } from "./call-bank.ts";

const foundCustomer = z.object({
  customer_id: z.string(),
  sub: z.string(),
  login_hint: z.string(),
  masked_name: z.string(),
  language: customerLanguage,
  status: z.enum(["active", "blocked"]),
  has_phone: z.boolean(),
  accounts: z.array(
    z.object({
      account_id: z.string(),
      kind: z.enum(["current", "savings", "joint"]),
      currency: z.string(),
      masked_iban: z.string(),
      status: z.enum(["active", "blocked"]),
    }),
  ),
  matched_by: z.enum(["account", "name", "phone", "email"]),
});
export type FoundCustomer = z.infer<typeof foundCustomer>;

/** `POST /customers/search`: at most five customers, masked, by the bank's own rules. */
export async function searchCustomers(input: {
  operatorToken: string;
  query: string;
  contact: Contact;
  caseNumber: string | undefined;
}): Promise<{ customers: FoundCustomer[]; more: boolean }> {
  const body = await callBank({
    method: "POST",
    path: "/customers/search",
    as: "console",
    operatorToken: input.operatorToken,
    json: {
      query: input.query,
      reason: input.contact,
      ...(input.caseNumber ? { case_number: input.caseNumber } : {}),
    },
  });
  return z.object({ customers: z.array(foundCustomer), more: z.boolean() }).parse(body);
}
