import { z } from "zod";
import { money } from "#lib/core/banking/money.ts";
import { type Contact, digest, order, orderStatus } from "#lib/core/contracts/order.ts";
import { callBank } from "./call-bank.ts";

const quoteAnswer = z.object({
  order,
  checks: z.object({
    fee: money.optional(),
    payee_check: z.enum(["match", "close", "no_match", "unknown"]).optional(),
    payee_name_at_bank: z.string().optional(),
  }),
  quote_expires_at: z.iso.datetime(),
});
export type QuoteAnswer = z.infer<typeof quoteAnswer>;

/** `POST /quotes`: the bank checks everything it can and answers the order as it would be. */
export async function quote(input: {
  operatorToken: string;
  flow: string;
  customerId: string;
  clientId: string;
  details: unknown;
  contact: Contact;
  caseNumber: string | undefined;
}): Promise<QuoteAnswer> {
  return quoteAnswer.parse(
    await callBank({
      method: "POST",
      path: "/quotes",
      as: "console",
      operatorToken: input.operatorToken,
      json: {
        flow: input.flow,
        customer_id: input.customerId,
        client_id: input.clientId,
        details: input.details,
        context: {
          reason: input.contact,
          ...(input.caseNumber ? { case_number: input.caseNumber } : {}),
        },
      },
    }),
  );
}

/** `POST /orders`: opens the quote. The same key again gives the same answer. */
export async function openOrder(input: {
  operatorToken: string;
  orderId: string;
  idempotencyKey: string;
}): Promise<{ digest: string; expiresAt: string }> {
  const body = await callBank({
    method: "POST",
    path: "/orders",
    as: "console",
    operatorToken: input.operatorToken,
    idempotencyKey: input.idempotencyKey,
    json: { order_id: input.orderId },
  });
  const answer = z.object({ digest, expires_at: z.iso.datetime() }).parse(body);
  return { digest: answer.digest, expiresAt: answer.expires_at };
}

/** `POST /orders/{id}/void`: idempotent; throws `BankRefusal` naming what won when it is too late. */
export async function voidOrder(orderId: string, reason: string): Promise<void> {
  const body = await callBank({
    method: "POST",
    path: `/orders/${encodeURIComponent(orderId)}/void`,
    as: "console",
    json: { reason },
  });
  z.object({ status: orderStatus }).parse(body);
}
