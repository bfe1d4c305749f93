import { describe, expect, it } from "vitest";
import {
  changeDraft,
  type Draft,
  type DraftChange,
  emptyDraft,
  stepOf,
} from "#app/(console)/(work)/_draft/draft.ts";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import type { Quote } from "#lib/core/contracts/quote.ts";
import { flowsFor } from "#lib/core/flows/catalogue.ts";

const customer: CustomerCard = {
  lookupId: "l-1",
  lookedUpAt: "2026-11-24T10:42:00.000Z",
  usableUntil: "2026-11-24T10:57:00.000Z",
  contact: "counter",
  customerName: "Alice M.",
  language: "en",
  status: "active",
  hasPhone: true,
  accounts: [
    {
      accountId: "a-0",
      kind: "joint",
      currency: "EUR",
      maskedIban: "DE•• •••• 1",
      status: "blocked",
    },
    {
      accountId: "a-1",
      kind: "current",
      currency: "EUR",
      maskedIban: "DE•• •••• 2",
      status: "active",
    },
  ],
  matchedBy: "name",
};
const one = flowsFor(["teller"]);
const two = flowsFor(["teller", "agent"]);
const quote = { orderId: "o-1" } as Quote;

const run = (...changes: DraftChange[]): Draft => changes.reduce(changeDraft, emptyDraft);

describe("the desk's draft", () => {
  it("goes straight to the form where the role has one flow, with the first usable account", () => {
    const draft = run({ type: "chose-customer", customer, flows: one });
    expect(stepOf(draft)).toBe("form");
    expect(draft.values.from).toBe("a-1");
  });

  it("asks what it is about where there are more, and starts with what is usually needed", () => {
    const chosen = run({ type: "chose-customer", customer, flows: two });
    expect(stepOf(chosen)).toBe("flow");
    const agent = flowsFor(["agent"])[0];
    const draft = agent && changeDraft(chosen, { type: "chose-flow", flow: agent });
    expect(draft?.values.fields).toBe("full_name,date_of_birth");
  });

  it("loses nothing typed on the way back and forth", () => {
    const typed = run(
      { type: "chose-customer", customer, flows: one },
      { type: "typed", name: "amount", value: "500" },
      { type: "quoted", quote, requestId: "r-1" },
      { type: "back", flows: one },
    );
    expect(stepOf(typed)).toBe("form");
    expect(typed.values.amount).toBe("500");
    const back = changeDraft(typed, { type: "back", flows: one });
    expect(stepOf(back)).toBe("search");
    const again = changeDraft(back, { type: "chose-customer", customer, flows: one });
    expect(again.values.amount).toBe("500");
  });

  it("starts another customer with an empty form", () => {
    const draft = run(
      { type: "chose-customer", customer, flows: one },
      { type: "typed", name: "amount", value: "500" },
      { type: "back", flows: one },
      { type: "chose-customer", customer: { ...customer, lookupId: "l-2" }, flows: one },
    );
    expect(draft.values.amount).toBe("");
  });

  it("keeps what was sent, so that it can be changed and asked again", () => {
    const sent = run(
      { type: "contact", contact: "phone" },
      { type: "chose-customer", customer, flows: one },
      { type: "typed", name: "amount", value: "500" },
      { type: "quoted", quote, requestId: "r-1" },
      { type: "sent", requestId: "r-1" },
    );
    expect(stepOf(sent)).toBe("search");
    expect(sent.contact).toBe("phone");
    const again = changeDraft(sent, { type: "again", requestId: "r-1" });
    expect(stepOf(again)).toBe("form");
    expect(again.values.amount).toBe("500");
    expect(stepOf(changeDraft(sent, { type: "again", requestId: "r-9" }))).toBe("search");
  });

  it("takes news of the chosen customer only", () => {
    const draft = run({ type: "chose-customer", customer, flows: one });
    const paused = { ...customer, nextAllowedAt: "2026-11-24T10:50:00.000Z" };
    const fresh = changeDraft(draft, { type: "read-customer", customer: paused });
    expect(fresh.customer?.nextAllowedAt).toBe(paused.nextAllowedAt);
    const stray = { ...paused, lookupId: "l-9" };
    expect(changeDraft(draft, { type: "read-customer", customer: stray })).toBe(draft);
  });
});
