"use server";

import { findCustomer } from "#lib/console/customers/find-customer.ts";
import { readCustomer } from "#lib/console/customers/read-customer.ts";
import { recentCustomers } from "#lib/console/customers/recent-customers.ts";
import { quoteOrder } from "#lib/console/orders/quote-order.ts";
import { sendRequest } from "#lib/console/requests/send-request.ts";
import { act } from "#lib/console/session/act.ts";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import type { Contact } from "#lib/core/contracts/order.ts";
import type { Quote } from "#lib/core/contracts/quote.ts";
import type { RequestView } from "#lib/core/contracts/request.ts";
import type { ActionResult } from "#lib/core/errors.ts";

export async function findAction(input: {
  query: string;
  reason: Contact;
  caseNumber?: string;
}): Promise<ActionResult<{ customers: CustomerCard[]; more: boolean }>> {
  return act((ctx) => findCustomer({ ctx, input }));
}

export async function recentAction(): Promise<ActionResult<CustomerCard[]>> {
  return act((ctx) => recentCustomers({ ctx }), { touch: false });
}

export async function customerAction(lookupId: string): Promise<ActionResult<CustomerCard>> {
  return act((ctx) => readCustomer({ ctx, input: { lookupId } }), { touch: false });
}

export async function quoteAction(input: {
  lookupId: string;
  flow: string;
  values: Record<string, string>;
}): Promise<ActionResult<Quote>> {
  return act((ctx) => quoteOrder({ ctx, input }));
}

export async function sendAction(input: {
  requestId: string;
  lookupId: string;
  orderId: string;
}): Promise<ActionResult<RequestView>> {
  return act((ctx) => sendRequest({ ctx, input: { ...input, orderId: input.orderId } as never }));
}
