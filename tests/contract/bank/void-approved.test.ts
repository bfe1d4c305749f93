import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBankDatabase } from "#demo/bank/database/open.ts";
import { tidyOrders } from "#demo/bank/orders/tidy-orders.ts";
import { useBank } from "./fixture/bank.ts";
import * as orders from "./fixture/orders.ts";
import { enrolPhone, type TestPhone } from "./fixture/phone.ts";

const bank = useBank({ BANK_APPROVED_SECONDS: "120" });
let phone: TestPhone;
beforeAll(async () => {
  phone = await enrolPhone(bank, "alice");
});

async function decided(decision: "approved" | "declined" = "approved") {
  const order = await orders.openTransfer(bank, { amountMinor: 100 });
  const receipt = await phone.sign(order.order, order.digest, decision);
  expect((await orders.lodge(bank, order.id, receipt)).status).toBe(200);
  return { ...order, receipt };
}

const past = (id: string, seconds: number) =>
  bank.database.query(
    `update bank.orders set decided_at = decided_at - make_interval(secs => $2),
      quote_expires_at = quote_expires_at - make_interval(secs => $2),
      expires_at = expires_at - make_interval(secs => $2) where id = $1`,
    [id, seconds],
  );

const state = async (id: string) => (await orders.readState(bank, id)).body;

describe("voiding", () => {
  test("an approved order: void, again the same, and the decision stays on record", async () => {
    const { id } = await decided();
    for (let i = 0; i < 2; i += 1)
      expect((await orders.voidOrder(bank, id)).body).toEqual({ order_id: id, status: "void" });
    expect(await state(id)).toMatchObject({ status: "void", decision: "approved" });
  });

  test("comes too late for an executed and for a declined order", async () => {
    const done = await decided();
    expect((await orders.execute(bank, done)).status).toBe(200);
    expect((await orders.voidOrder(bank, done.id)).body).toMatchObject({
      status: 409,
      code: "already_executed",
    });
    const declined = await decided("declined");
    expect((await orders.voidOrder(bank, declined.id)).body).toMatchObject({
      status: 409,
      code: "already_declined",
    });
  });

  test("leaves nothing to execute, under no key, and the refusal can be asked for", async () => {
    const order = await decided();
    const before = await orders.balanceOf(bank, orders.aliceCurrent);
    await orders.voidOrder(bank, order.id);
    const key = crypto.randomUUID();
    for (const each of [key, key, crypto.randomUUID()])
      expect((await orders.execute(bank, order, { key: each })).body).toMatchObject({
        code: "order_void",
      });
    const asked = await bank.call("readExecution", {
      token: await bank.consoleToken(),
      params: { idempotency_key: key },
    });
    expect(asked.body).toMatchObject({ outcome: "refused", problem: { code: "order_void" } });
    expect(await orders.balanceOf(bank, orders.aliceCurrent)).toBe(before);
  });

  test("also makes the same receipt be refused; after an execution it still gets its answer", async () => {
    const taken = await decided();
    await orders.voidOrder(bank, taken.id);
    expect((await orders.lodge(bank, taken.id, taken.receipt)).body).toMatchObject({
      status: 409,
      code: "order_void",
    });
    const done = await decided();
    await orders.execute(bank, done);
    expect((await orders.lodge(bank, done.id, done.receipt)).body).toEqual({ status: "approved" });
    const declined = await decided("declined");
    expect((await orders.lodge(bank, declined.id, declined.receipt)).body).toEqual({
      status: "declined",
    });
  });

  test("against receipt and five executions at once: the money says who won", async () => {
    for (let round = 0; round < 6; round += 1) {
      const order = await orders.openTransfer(bank, { amountMinor: 100 });
      const receipt = await phone.sign(order.order, order.digest, "approved");
      const before = await orders.balanceOf(bank, orders.aliceCurrent);
      const [, voided, ...executions] = await Promise.all([
        orders.lodge(bank, order.id, receipt),
        orders.voidOrder(bank, order.id),
        ...Array.from({ length: 5 }, () => orders.execute(bank, order)),
      ]);
      const done = executions.filter((each) => each.status === 200).length;
      const moved = before - (await orders.balanceOf(bank, orders.aliceCurrent));
      expect(moved).toBe(done === 1 ? 100n : 0n);
      expect((await state(order.id)).status).toBe(done === 1 ? "executed" : "void");
      expect(voided?.body.code ?? voided?.body.status).toBe(done ? "already_executed" : "void");
    }
  });
});

describe("an approval that is not used", () => {
  test("ends after the time of the setting, not before", async () => {
    const order = await decided();
    await past(order.id, 100);
    expect((await state(order.id)).status).toBe("approved");
    await past(order.id, 30);
    expect((await state(order.id)).status).toBe("expired");
    expect((await orders.execute(bank, order)).body).toMatchObject({
      status: 409,
      code: "order_expired",
    });
    expect((await orders.voidOrder(bank, order.id)).body.status).toBe("expired");
    expect((await orders.lodge(bank, order.id, order.receipt)).body.code).toBe("order_expired");
  });
});

describe("the bank's own job", () => {
  const times = { approvedSeconds: 120, quotesKeptSeconds: 3600 };
  let db: ReturnType<typeof openBankDatabase>;
  beforeAll(() => {
    db = openBankDatabase(bank.env.BANK_DATABASE_URL ?? "", 4);
  });
  afterAll(() => db.destroy());
  const statuses = async (ids: string[]) => {
    const { rows } = await bank.database.query(
      "select id, status from bank.orders where id = any($1)",
      [ids],
    );
    const found = new Map(rows.map((row) => [row.id, row.status]));
    return ids.map((id) => found.get(id));
  };

  test("ends what nobody asks about, once, also when two do it at the same time", async () => {
    await tidyOrders(db, times);
    const [late, open, fresh, executed] = [
      await decided(),
      await orders.openTransfer(bank, { amountMinor: 100 }),
      await decided(),
      await decided(),
    ];
    await orders.execute(bank, executed);
    for (const { id } of [late, open, executed]) await past(id, 700);
    const runs = await Promise.all([tidyOrders(db, times), tidyOrders(db, times)]);
    expect(runs.reduce((sum, run) => sum + run.expired, 0)).toBe(2);
    expect(await statuses([late.id, open.id, fresh.id, executed.id])).toEqual([
      "expired",
      "expired",
      "approved",
      "executed",
    ]);
  });

  test("leaves an order to whoever is moving it just now", async () => {
    const { id } = await decided();
    await past(id, 700);
    const client = await bank.database.connect();
    await client.query("begin");
    await client.query("select from bank.orders where id = $1 for update", [id]);
    expect((await tidyOrders(db, times)).expired).toBe(0);
    await client.query("rollback");
    client.release();
    expect((await tidyOrders(db, times)).expired).toBe(1);
  });

  test("deletes quotes that ran out long ago; what was opened, voided or refused stays", async () => {
    const quote = async () =>
      (await orders.quoteTransfer(bank, { amountMinor: 100 })).body.order.id;
    const [old, young, voided] = [await quote(), await quote(), await quote()];
    const opened = (await orders.openTransfer(bank, { amountMinor: 100 })).id;
    const refused = (await orders.quoteTransfer(bank, { amountMinor: 100 })).body;
    await orders.execute(bank, { id: refused.order.id, digest: refused.digest });
    await orders.voidOrder(bank, voided);
    await past(young, 400);
    for (const id of [old, voided, opened, refused.order.id]) await past(id, 4_000);
    const runs = await Promise.all([tidyOrders(db, times), tidyOrders(db, times)]);
    expect(runs.reduce((sum, run) => sum + run.purged, 0)).toBe(1);
    const kept = await statuses([old, young, voided, opened, refused.order.id]);
    expect(kept).toEqual([undefined, "draft", "void", "expired", "draft"]);
    expect((await orders.open(bank, old)).body).toMatchObject({ code: "unknown_order" });
    expect((await orders.open(bank, young)).body).toMatchObject({ code: "quote_expired" });
  });

  test("is the only way: the runtime role itself can delete no order", async () => {
    await expect(db.deleteFrom("orders").where("status", "=", "draft").execute()).rejects.toThrow(
      "permission denied",
    );
  });
});
