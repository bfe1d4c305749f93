import { z } from "zod";
import { compileBindingMessage } from "#lib/core/ciba/binding-message.ts";
import { checkCode } from "#lib/core/contracts/digest.ts";
import { orderDigest } from "#lib/core/contracts/order.ts";
import type { Quote } from "#lib/core/contracts/quote.ts";
import { Refusal } from "#lib/core/errors.ts";
import { findFlow } from "#lib/core/flows/catalogue.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { quote } from "../bank/bank-orders.ts";
import { bankRefusal } from "../bank/call-bank.ts";
import { usableLookup } from "../customers/read-customer.ts";
import { database } from "../database.ts";
import { cibaProfile } from "../op/authentication-parameters.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { operatorToken } from "../session/operator-token.ts";
import { requireRole } from "../session/require-role.ts";

const quoteInput = z.object({
  lookupId: z.uuid(),
  flow: z.string().max(40),
  values: z.record(z.string().max(40), z.string().max(500)),
});

/** Names of the bank's fields as the forms call them. */
const formFields: Record<string, string> = {
  from_account_id: "from",
  "details.from_account_id": "from",
  "details.to.iban": "payeeIban",
  "details.to.name": "payeeName",
  "details.amount": "amount",
  "details.amount.amount_minor": "amount",
  "details.reference": "reference",
  "details.call_id": "callId",
  "details.fields": "fields",
  amount: "amount",
  "to.iban": "payeeIban",
  "to.name": "payeeName",
};

/**
 * Has the bank check an order before the customer is bothered, and answers exactly what the
 * customer would read and the binding message with its check code. Nothing is sent.
 */
export async function quoteOrder({
  ctx,
  input,
}: {
  ctx: OperatorContext;
  input: z.input<typeof quoteInput>;
}): Promise<Quote> {
  const wanted = quoteInput.parse(input);
  const flow = findFlow(wanted.flow);
  if (!flow) throw new Refusal("unknown_flow", "There is no such flow.", { status: 404 });
  requireRole(ctx.operator, flow.roles);
  const lookup = await usableLookup(ctx, wanted.lookupId);
  if (lookup.status === "blocked")
    throw new Refusal(
      "customer_blocked",
      "This customer is blocked at the bank. Ask your supervisor.",
    );
  if (!lookup.hasPhone)
    throw new Refusal(
      "no_phone",
      "This customer has no phone set up. Help them to add one first, or follow the paper process.",
    );
  const parsed = flow.parse(wanted.values, { accounts: lookup.accounts });
  if (!parsed.ok)
    throw new Refusal("invalid_input", "Look at the marked fields.", {
      status: 422,
      faults: parsed.faults,
    });

  const config = consoleConfig();
  const answer = await quote({
    operatorToken: await operatorToken(ctx),
    flow: flow.id,
    customerId: lookup.customerId,
    clientId: config.CONSOLE_CIBA_CLIENT_ID,
    details: parsed.value,
    contact: lookup.contact,
    caseNumber: lookup.caseNumber ?? undefined,
  }).catch((error) => {
    throw bankRefusal(error, formFields);
  });
  const { order, checks } = answer;
  if (
    order.customer_sub !== lookup.customerSub ||
    order.client_id !== config.CONSOLE_CIBA_CLIENT_ID
  )
    throw new Refusal(
      "bank_mismatch",
      "The bank answered for another customer. Nothing was sent. Tell your supervisor.",
      { status: 502 },
    );

  const digest = await orderDigest(order);
  const code = checkCode(digest);
  const details = flow.details.parse(order.details);
  const amount = flow.amount(details);
  const quoted: Quote = {
    orderId: order.id,
    words: flow.words(order, code, lookup.language),
    checkCode: code,
    bindingMessage: compileBindingMessage(cibaProfile(), flow.bindingSubject(details), code),
    askLabel: flow.askLabel(details, lookup.customerName),
    summary: flow.summary(details),
    ...(checks.fee ? { fee: checks.fee } : {}),
    ...(checks.payee_check ? { payeeCheck: checks.payee_check } : {}),
    ...(checks.payee_name_at_bank ? { payeeNameAtBank: checks.payee_name_at_bank } : {}),
    expiresAt: answer.quote_expires_at,
  };
  await transact(database(), async (transaction, audit) => {
    await transaction
      .insertInto("quotes")
      .values({
        orderId: order.id,
        lookupId: lookup.id,
        operatorId: ctx.operator.id,
        flow: flow.id,
        orderDigest: digest,
        checkCode: code,
        bindingMessage: quoted.bindingMessage,
        summary: quoted.summary,
        amountMinor: amount?.amount_minor ?? null,
        currency: amount?.currency ?? null,
        branchId: order.operator.branch_id,
        branchName: order.operator.branch_name,
        expiresAt: new Date(answer.quote_expires_at),
      })
      .execute();
    audit({
      actor: `operator:${ctx.operator.id}`,
      action: "order.quoted",
      subject: `lookup:${lookup.id}`,
      data: { order: order.id, flow: flow.id, digest },
    });
  });
  return quoted;
}
