import { sql } from "kysely";
import { type Order, orderDigest, order as orderShape } from "#lib/core/contracts/order.ts";
import { findFlow } from "#lib/core/flows/catalogue.ts";
import { requireCaller } from "../auth/require-caller.ts";
import { requireOperator } from "../auth/require-operator.ts";
import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";
import { maskName } from "../customers/mask-name.ts";
import type { BankDatabase } from "../database/open.ts";
import { refuse } from "../http/refuse.ts";
import { quoteTransfer } from "./quote-transfer.ts";
import { quoteVerifyCaller } from "./quote-verify-caller.ts";
import { newId, newNonce } from "./random-ids.ts";

const quoteLifetimeSeconds = 300;

/** Checks what is wanted, writes the complete order as a draft and answers it with its digest. */
export async function quoteOrder(call: Call): Promise<Schema<"Quote">> {
  const input = call.body as Schema<"QuoteRequest">;
  const caller = requireCaller(call);
  if (input.client_id !== caller.clientId)
    throw refuse("client_mismatch", "A client can only ask for itself.", { field: "client_id" });
  const flow = findFlow(input.flow);
  if (!flow) throw refuse("invalid_request", "There is no such flow.", { field: "flow" });
  const operator = requireOperator(call, flow.roles);
  const branch = await readBranch(call.db, operator.branchId);
  const customer = await readCustomer(call.db, input.customer_id);
  if (input.context.reason === "case" && !input.context.case_number)
    throw refuse("case_number_required", "Enter the number of the case.", {
      field: "context.case_number",
    });
  const parties = { customerSub: customer.sub, operatorSub: operator.sub };
  const { details, checks, amount } =
    input.flow === "transfer"
      ? await quoteTransfer(call, parties, input.details)
      : quoteVerifyCaller(input.details);
  const order: Order = orderShape.parse({
    version: 1,
    id: newId("ord"),
    flow: flow.id,
    client_id: caller.clientId,
    customer_sub: customer.sub,
    customer_name: maskName(customer.givenName, customer.familyName),
    operator: {
      sub: operator.sub,
      name: operator.name,
      role: operator.role,
      branch_id: branch.id,
      branch_name: branch.name,
    },
    contact: input.context.reason,
    ...(input.context.case_number ? { case_number: input.context.case_number } : {}),
    details: flow.details.parse(details),
    nonce: newNonce(),
    created_at: new Date().toISOString(),
  });
  const digest = await orderDigest(order);
  const { quoteExpiresAt } = await call.db
    .insertInto("orders")
    .values({
      id: order.id,
      status: "draft",
      flow: order.flow,
      clientId: order.client_id,
      customerSub: order.customer_sub,
      operatorSub: operator.sub,
      branchId: branch.id,
      content: JSON.stringify(order),
      digest,
      nonce: order.nonce,
      amountMinor: amount ? BigInt(amount.amount_minor) : null,
      currency: amount?.currency ?? null,
      quoteExpiresAt: sql<Date>`now() + make_interval(secs => ${quoteLifetimeSeconds})`,
    })
    .returning("quoteExpiresAt")
    .executeTakeFirstOrThrow();
  return {
    order: order as Schema<"Order">,
    digest,
    checks,
    quote_expires_at: quoteExpiresAt.toISOString(),
  };
}

async function readBranch(db: BankDatabase, id: string) {
  const branch = await db.selectFrom("branch").selectAll().where("id", "=", id).executeTakeFirst();
  if (!branch) throw refuse("unknown_branch", "Ask your administrator to set your branch.");
  return branch;
}

async function readCustomer(db: BankDatabase, customerId: string) {
  const field = "customer_id";
  const customer = await db
    .selectFrom("customer")
    .select(["sub", "givenName", "familyName", "status"])
    .where("customerId", "=", customerId)
    .executeTakeFirst();
  if (!customer)
    throw refuse("unknown_customer", "Look the customer up again.", { field, status: 422 });
  if (customer.status === "blocked")
    throw refuse(
      "customer_blocked",
      "Nothing can be done for this customer here. Call the fraud desk.",
      {
        field,
      },
    );
  return customer;
}
