import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { findCustomer as FindCustomer } from "#lib/console/customers/find-customer.ts";
import type { quoteOrder as QuoteOrder } from "#lib/console/orders/quote-order.ts";
import { Refusal } from "#lib/core/errors.ts";
import { type HttpStub, httpStub } from "./support/http-stub.ts";
import { type Stand, stand } from "./support/stand.ts";

type Context = Awaited<ReturnType<Stand["operator"]>>;

let bank: HttpStub;
let s: Stand;
let find: typeof FindCustomer;
let quote: typeof QuoteOrder;
let order: Record<string, unknown> = {};

beforeAll(async () => {
  bank = await httpStub(({ path }) =>
    path === "/customers/search"
      ? { status: 200, json: { customers: [], more: false } }
      : {
          status: 200,
          json: {
            order,
            checks: {},
            quote_expires_at: new Date(Date.now() + 300_000).toISOString(),
          },
        },
  );
  s = await stand({ CONSOLE_BANK_URL: bank.url, CONSOLE_MAX_LOOKUPS_PER_MINUTE: "3" });
  ({ findCustomer: find } = await import("#lib/console/customers/find-customer.ts"));
  ({ quoteOrder: quote } = await import("#lib/console/orders/quote-order.ts"));
});
afterAll(() => bank.close());
beforeEach(() => bank.received.splice(0));

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("was not refused"),
    (error) => (error instanceof Refusal ? error.code : String(error)),
  );
const search = { query: "alice", reason: "counter" as const };

describe("looking up", () => {
  test("a supervisor looks nobody up, and the bank is not asked", async () => {
    const ctx = await s.operator(["supervisor", "auditor"]);
    expect(await refusal(find({ ctx, input: search }))).toBe("no_role");
    expect(bank.received).toHaveLength(0);
  });

  test("of ten searches at once exactly three are done, found or not", async () => {
    const ctx = await s.operator();
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => find({ ctx, input: search })),
    );
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused).toHaveLength(7);
    for (const each of refused) expect(each.reason).toMatchObject({ code: "too_many_searches" });
    expect(refused[0]?.reason.retryAt.getTime()).toBeGreaterThan(Date.now() + 50_000);
    expect(bank.received).toHaveLength(3);
    await find({ ctx: await s.operator(), input: search });
  });

  test("a case needs its number", async () => {
    const ctx = await s.operator();
    await expect(find({ ctx, input: { ...search, reason: "case" } })).rejects.toThrow(/case/);
    expect(bank.received).toHaveLength(0);
  });

  test("an audit line says who and why, and not what was typed", async () => {
    const ctx = await s.operator();
    await find({ ctx, input: { ...search, query: "a very rare name" } });
    const lines = await s
      .database()
      .selectFrom("audit")
      .where("actor", "=", `operator:${ctx.operator.id}`)
      .where("action", "=", "customer.not-found")
      .selectAll()
      .execute();
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain("rare");
  });
});

describe("quoting", () => {
  const values = {
    from: "A-1",
    payeeName: "Northwind Ltd",
    payeeIban: "DE89370400440532013000",
    amount: "500.00",
  };

  async function lookUp(ctx: Context, changes: Record<string, unknown> = {}) {
    const { lookupId, customerSub } = await s.ready(ctx);
    const accounts = JSON.stringify([
      { accountId: "A-1", kind: "current", currency: "EUR", maskedIban: "DE••", status: "active" },
    ]);
    await s
      .database()
      .updateTable("lookups")
      .set({ accounts, ...changes })
      .where("id", "=", lookupId)
      .execute();
    order = {
      version: 1,
      id: `ord_${randomBytes(12).toString("hex")}`,
      flow: "transfer",
      client_id: "countersign-console",
      customer_sub: customerSub,
      customer_name: "Alice M.",
      operator: {
        sub: "operator-1",
        name: "Tara Teller",
        role: "teller",
        branch_id: "main-street",
        branch_name: "Main Street",
      },
      contact: "counter",
      details: {
        from: { account_id: "A-1", masked_iban: "DE••" },
        to: { name: "Northwind Ltd", iban: "DE89370400440532013000" },
        amount: { amount_minor: 50_000, currency: "EUR" },
        fee: { amount_minor: 0, currency: "EUR" },
        reference: "",
      },
      nonce: randomBytes(16).toString("base64url"),
      created_at: new Date().toISOString(),
    };
    return lookupId;
  }
  const ask = (ctx: Context, lookupId: string, flow = "transfer") =>
    quote({ ctx, input: { lookupId, flow, values } });

  test("what the bank checked is kept for the one who asked", async () => {
    const ctx = await s.operator();
    const quoted = await ask(ctx, await lookUp(ctx));
    expect(quoted.bindingMessage).toBe(`500.00EUR-${quoted.checkCode}`);
    const kept = await s
      .database()
      .selectFrom("quotes")
      .where("orderId", "=", quoted.orderId)
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(kept).toMatchObject({ operatorId: ctx.operator.id, amountMinor: 50_000 });
  });

  test("a flow is quoted by its own roles only", async () => {
    const agent = await s.operator(["agent"]);
    expect(await refusal(ask(agent, await lookUp(agent)))).toBe("no_role");
    const teller = await s.operator(["teller"]);
    expect(await refusal(ask(teller, await lookUp(teller), "verify-caller"))).toBe("no_role");
    expect(bank.received).toHaveLength(0);
  });

  test("an old look-up, and another operator's, quotes nothing", async () => {
    const [tara, tom] = [await s.operator(), await s.operator()];
    const old = await lookUp(tara, { createdAt: new Date(Date.now() - 901_000) });
    expect(await refusal(ask(tara, old))).toBe("lookup_needed");
    expect(await refusal(ask(tom, await lookUp(tara)))).toBe("lookup_needed");
    expect(await refusal(ask(tara, randomUUID()))).toBe("lookup_needed");
    expect(bank.received).toHaveLength(0);
  });

  test("a blocked customer, and one without a phone, is not asked", async () => {
    const ctx = await s.operator();
    expect(await refusal(ask(ctx, await lookUp(ctx, { status: "blocked" })))).toBe(
      "customer_blocked",
    );
    expect(await refusal(ask(ctx, await lookUp(ctx, { hasPhone: false })))).toBe("no_phone");
    expect(bank.received).toHaveLength(0);
  });

  test("an order of another customer or client is refused, and nothing is kept", async () => {
    const ctx = await s.operator();
    for (const changes of [{ customer_sub: randomUUID() }, { client_id: "another-client" }]) {
      const lookupId = await lookUp(ctx);
      order = { ...order, ...changes };
      expect(await refusal(ask(ctx, lookupId))).toBe("bank_mismatch");
      const kept = await s
        .database()
        .selectFrom("quotes")
        .where("orderId", "=", String(order.id))
        .selectAll()
        .execute();
      expect(kept).toEqual([]);
    }
  });
});
