import { expect, test } from "vitest";
import { useBank } from "./fixture/bank.ts";
import * as orders from "./fixture/orders.ts";

const bank = useBank({ BANK_OPERATOR_DAY_LIMIT_MINOR: "1000000" });

const runOut = (id: string) =>
  bank.database.query(
    `update bank.orders set quote_expires_at = least(quote_expires_at, now() - interval '1 second'),
      expires_at = now() - interval '1 second' where id = $1`,
    [id],
  );

test("a quote is opened once; the same key gets the same answer", async () => {
  const { body } = await orders.quoteTransfer(bank);
  const key = crypto.randomUUID();
  const first = await orders.open(bank, body.order.id, { key });
  expect(first.status).toBe(200);
  expect(await orders.open(bank, body.order.id, { key })).toMatchObject({ body: first.body });
  expect((await orders.open(bank, body.order.id)).body).toMatchObject({
    status: 409,
    code: "already_open",
  });
  const other = await orders.quoteTransfer(bank);
  expect((await orders.open(bank, other.body.order.id, { key })).body).toMatchObject({
    status: 422,
    code: "idempotency_mismatch",
    field: "Idempotency-Key",
  });
});

test("a key is required, and what was refused leaves it free", async () => {
  const { body } = await orders.quoteTransfer(bank);
  const without = await bank.call("openOrder", {
    token: await bank.consoleToken(),
    operator: await bank.operatorToken("tara"),
    body: { order_id: body.order.id },
  });
  expect(without.body).toMatchObject({ status: 400, field: "idempotency-key" });
  const key = crypto.randomUUID();
  expect((await orders.open(bank, body.order.id, { key, operator: "nina" })).body).toMatchObject({
    status: 403,
    code: "wrong_operator",
  });
  expect((await orders.open(bank, body.order.id, { key })).status).toBe(200);
});

test("a quote runs out, and an unknown one is unknown", async () => {
  const { body } = await orders.quoteTransfer(bank);
  await runOut(body.order.id);
  expect((await orders.open(bank, body.order.id)).body).toMatchObject({
    status: 410,
    code: "quote_expired",
  });
  expect((await orders.open(bank, `ord_${"0".repeat(26)}`)).body).toMatchObject({
    status: 404,
    code: "unknown_order",
  });
});

test("a draft can be voided and then never opened; the device never sees a draft", async () => {
  const { body } = await orders.quoteTransfer(bank);
  const seen = await bank.call("readOrder", {
    token: await bank.deviceToken(),
    params: { order_id: body.order.id },
  });
  expect(seen.body).toMatchObject({ status: 404, code: "unknown_order" });
  expect((await orders.voidOrder(bank, body.order.id)).body.status).toBe("void");
  expect((await orders.open(bank, body.order.id)).body).toMatchObject({ code: "order_void" });
});

test("voiding twice is no error, nor is voiding what has run out", async () => {
  const order = await orders.openTransfer(bank);
  expect((await orders.voidOrder(bank, order.id)).body.status).toBe("void");
  expect((await orders.voidOrder(bank, order.id)).body.status).toBe("void");
  const late = await orders.openTransfer(bank);
  await runOut(late.id);
  expect((await orders.readState(bank, late.id)).body.status).toBe("expired");
  expect((await orders.voidOrder(bank, late.id)).body.status).toBe("expired");
});

test("an order lives as long as was asked, 300 s without a word, 600 s at most", async () => {
  const lifetime = async (expiresInSeconds?: number) => {
    const { body } = await orders.quoteTransfer(bank, { amountMinor: 100 });
    const opened = await orders.open(
      bank,
      body.order.id,
      expiresInSeconds ? { expiresInSeconds } : {},
    );
    if (opened.status !== 200) return opened.body.field;
    return Math.round((Date.parse(opened.body.expires_at) - Date.now()) / 10_000) * 10;
  };
  expect(await lifetime()).toBe(300);
  expect(await lifetime(60)).toBe(60);
  expect(await lifetime(601)).toBe("expires_in_seconds");
});

test("the console reads only its own client's orders", async () => {
  const order = await orders.openTransfer(bank);
  await bank.database.query("update bank.orders set client_id = 'another' where id = $1", [
    order.id,
  ]);
  expect((await orders.readState(bank, order.id)).body).toMatchObject({ code: "unknown_order" });
  expect((await orders.voidOrder(bank, order.id)).body).toMatchObject({ code: "unknown_order" });
});

test("open orders count against the operator's day, exactly, and voided ones do not", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 6; i += 1)
    ids.push(
      (await orders.quoteTransfer(bank, { operator: "tom", amountMinor: 300_000 })).body.order.id,
    );
  const answers = await Promise.all(ids.map((id) => orders.open(bank, id, { operator: "tom" })));
  const opened = answers.filter((each) => each.status === 200);
  expect(opened).toHaveLength(3);
  for (const each of answers.filter((answer) => answer.status !== 200))
    expect(each.body).toMatchObject({ status: 422, code: "over_operator_limit" });
  const left = ids.find((_id, index) => answers[index]?.status !== 200) ?? "";
  await orders.voidOrder(bank, opened[0]?.body.order_id ?? "");
  expect((await orders.open(bank, left, { operator: "tom" })).status).toBe(200);
});
