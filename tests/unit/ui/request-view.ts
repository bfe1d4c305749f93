import type { RequestView } from "#lib/core/contracts/request.ts";

/** A request as the screens get it, for tests of words and pictures: pending, sent, not opened. */
export function exampleView(part: Partial<RequestView> = {}): RequestView {
  return {
    id: "0b9f4f5e-6a3a-4f0e-9d8d-2f1f4c0e7a11",
    version: 3,
    flow: "transfer",
    state: "pending",
    execution: "none",
    customerName: "Alice M.",
    customerLanguage: "en",
    operatorName: "Tara Teller",
    operatorIsMe: true,
    branchName: "Main Street branch",
    contact: "counter",
    summary: "€500.00 to Northwind Ltd",
    amount: { amount_minor: 50_000, currency: "EUR" },
    checkCode: "7K2M9Q",
    bindingMessage: "500.00EUR-7K2M9Q",
    createdAt: "2026-11-24T10:42:00.000Z",
    sentAt: "2026-11-24T10:42:01.000Z",
    deadlineAt: "2026-11-24T10:44:01.000Z",
    pollCount: 4,
    nextPollAt: "2026-11-24T10:42:12.000Z",
    intervalSeconds: 2,
    delivery: { notifications: 1, receivedAt: "2026-11-24T10:42:02.000Z" },
    serverNow: "2026-11-24T10:42:10.000Z",
    ...part,
  };
}

/** The instant of the examples, in milliseconds. */
export const exampleNow = Date.parse("2026-11-24T10:42:10.000Z");
