import { expect, test } from "vitest";
import { orderDigest } from "#lib/core/contracts/order.ts";
import { useBank } from "./fixture/bank.ts";
import * as orders from "./fixture/orders.ts";
import { enrolPhone } from "./fixture/phone.ts";

const bank = useBank();

test("a transfer goes from quote to execution and moves exactly amount and fee", async () => {
  const phone = await enrolPhone(bank, "alice");
  const before = await orders.balanceOf(bank, orders.aliceCurrent);
  const quote = await orders.quoteTransfer(bank, {
    name: "J. Smit",
    iban: orders.otherDutchIban,
    amountMinor: 50_000,
  });
  expect(quote.status).toBe(200);
  expect(quote.body.checks).toEqual({
    fee: { amount_minor: 150, currency: "EUR" },
    payee_check: "unknown",
  });
  const order = quote.body.order as never as Parameters<typeof orderDigest>[0];
  expect(await orderDigest(order)).toBe(quote.body.digest);
  expect(order).toMatchObject({
    customer_name: "Alice M.",
    operator: { name: "Tara Teller", role: "teller", branch_name: "Main Street branch" },
    details: { fee: { amount_minor: 150 }, from: { masked_iban: "DE•• •••• 3000" } },
  });
  const opened = await orders.open(bank, order.id);
  expect(opened.body).toMatchObject({ status: "open", digest: quote.body.digest });

  const seen = await bank.call("readOrder", {
    token: await bank.deviceToken(),
    params: { order_id: order.id },
  });
  expect(seen.body).toMatchObject({ order, status: "open", customer_language: "en" });

  const receipt = await phone.sign(order, quote.body.digest, "approved");
  expect((await orders.lodge(bank, order.id, receipt)).body).toEqual({ status: "approved" });
  const key = crypto.randomUUID();
  const done = await orders.execute(bank, { id: order.id, digest: quote.body.digest }, { key });
  expect(done.status).toBe(200);
  expect(BigInt(done.body.balance_after?.amount_minor ?? 0)).toBe(before - 50_150n);
  expect(await orders.balanceOf(bank, orders.aliceCurrent)).toBe(before - 50_150n);

  expect((await orders.readState(bank, order.id)).body).toMatchObject({
    status: "executed",
    decision: "approved",
    execution: done.body,
  });
  const asked = await bank.call("readExecution", {
    token: await bank.consoleToken(),
    params: { idempotency_key: key },
  });
  expect(asked.body).toEqual({ order_id: order.id, ...done.body });
  const { rows } = await bank.database.query(
    "select account_id, amount_minor::int from bank.ledger_entry where posting_id = $1 order by line",
    [`order:${order.id}`],
  );
  expect(rows).toEqual([
    { account_id: orders.aliceCurrent, amount_minor: -50_000 },
    { account_id: "internal:outgoing:EUR", amount_minor: 50_000 },
    { account_id: orders.aliceCurrent, amount_minor: -150 },
    { account_id: "internal:fees:EUR", amount_minor: 150 },
  ]);
  const shown = await bank.database.query(
    "select shown_text_matches from bank.receipt where order_id = $1",
    [order.id],
  );
  expect(shown.rows).toEqual([{ shown_text_matches: true }]);
});
