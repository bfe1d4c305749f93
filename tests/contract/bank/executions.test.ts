import { beforeAll, describe, expect, test } from "vitest";
import type { Schema } from "#demo/bank/contract/schemas.ts";
import { customerOf, useBank } from "./fixture/bank.ts";
import { holdAccounts, waiting } from "./fixture/locks.ts";
import * as orders from "./fixture/orders.ts";
import { enrolPhone, type TestPhone } from "./fixture/phone.ts";

const bank = useBank({ BANK_CUSTOMER_DAY_LIMIT_MINOR: "500000" });
let phone: TestPhone;
beforeAll(async () => {
  phone = await enrolPhone(bank, "alice");
});

async function approved(wish: orders.TransferWish = {}) {
  const order = await orders.openTransfer(bank, wish);
  await orders.lodge(bank, order.id, await phone.sign(order.order, order.digest, "approved"));
  return order;
}

const readKey = async (key: string) =>
  bank.call<Schema<"ExecutionOutcome">>("readExecution", {
    token: await bank.consoleToken(),
    params: { idempotency_key: key },
  });

describe("nothing is executed", () => {
  const refused = async (order: { id: string; digest: string }, code: string, options = {}) => {
    const before = await orders.balanceOf(bank, orders.aliceCurrent);
    const key = crypto.randomUUID();
    const answer = await orders.execute(bank, order, { key, ...options });
    expect(answer.body.code).toBe(code);
    expect(await orders.balanceOf(bank, orders.aliceCurrent)).toBe(before);
    return { answer, asked: await readKey(key) };
  };

  test("without a receipt; the refusal is kept under its key, also when approval comes later", async () => {
    const order = await orders.openTransfer(bank);
    const { answer, asked } = await refused(order, "not_approved");
    expect(answer.status).toBe(409);
    expect(asked.body).toMatchObject({
      order_id: order.id,
      outcome: "refused",
      problem: answer.body,
    });
  });

  test("after a decline, a void or the end of its time", async () => {
    const declined = await orders.openTransfer(bank);
    const no = await phone.sign(declined.order, declined.digest, "declined");
    await orders.lodge(bank, declined.id, no);
    await refused(declined, "not_approved");
    const gone = await orders.openTransfer(bank);
    await orders.voidOrder(bank, gone.id);
    await refused(gone, "order_void");
    const old = await orders.openTransfer(bank);
    await bank.database.query(
      "update bank.orders set expires_at = now() - interval '1 second' where id = $1",
      [old.id],
    );
    await refused(old, "order_expired");
  });

  test("by the wrong token, and no trace is left under the key", async () => {
    const order = await approved();
    const cases: [Promise<string>, number, string][] = [
      [bank.customerToken("bob", "openid transfers:write"), 403, "wrong_customer"],
      [bank.customerToken("alice", "openid profile:release"), 403, "insufficient_scope"],
      [
        bank.customerToken("alice", "openid transfers:write", { azp: "other" }),
        403,
        "client_not_allowed",
      ],
      [bank.customerToken("alice", "transfers:write", { exp: 1 }), 401, "unauthenticated"],
      [bank.customerToken("alice", "transfers:write", { aud: "device" }), 401, "unauthenticated"],
      [bank.consoleToken(), 403, "wrong_customer"],
      [bank.deviceToken(), 403, "client_not_allowed"],
    ];
    for (const [token, status, code] of cases) {
      const { answer, asked } = await refused(order, code, { token: await token });
      expect(answer.status).toBe(status);
      expect(asked.body).toMatchObject({ status: 404, code: "unknown_execution" });
    }
    expect((await orders.execute(bank, order)).status).toBe(200);
  });

  test("with another digest", async () => {
    const order = await approved();
    await refused(order, "digest_mismatch", { digest: "A".repeat(43) });
  });

  test("twice, with a second key", async () => {
    const order = await approved();
    expect((await orders.execute(bank, order)).status).toBe(200);
    await refused(order, "already_executed");
  });

  test("of an order that does not exist, or is of another client", async () => {
    await refused({ id: `ord_${"0".repeat(26)}`, digest: "A".repeat(43) }, "unknown_order");
    const order = await approved();
    await bank.database.query("update bank.orders set client_id = 'other' where id = $1", [
      order.id,
    ]);
    await refused(order, "unknown_order");
  });
});

test("the same key gets the same answer, with another body or order it is refused", async () => {
  const order = await approved();
  const key = crypto.randomUUID();
  const before = await orders.balanceOf(bank, orders.aliceCurrent);
  const first = await orders.execute(bank, order, { key });
  expect((await orders.execute(bank, order, { key })).body).toEqual(first.body);
  expect(await orders.balanceOf(bank, orders.aliceCurrent)).toBe(before - 5000n);
  const other = await approved();
  for (const wrong of [{ ...order, digest: "A".repeat(43) }, other])
    expect((await orders.execute(bank, wrong, { key })).body).toMatchObject({
      status: 422,
      code: "idempotency_mismatch",
    });
  expect((await orders.readState(bank, other.id)).body.status).toBe("approved");
});

test("a key of execution is none of opening", async () => {
  const { body } = await orders.quoteTransfer(bank);
  const key = crypto.randomUUID();
  await orders.open(bank, body.order.id, { key });
  expect((await readKey(key)).status).toBe(404);
});

test("what changed since the quote is checked again under locks", async () => {
  const account = customerOf("alice").accounts[1]?.accountId ?? "";
  const order = await approved({ from: account });
  const set = (sql: string) => bank.database.query(sql, [account]);
  await set("update bank.account set status = 'blocked' where account_id = $1");
  expect((await orders.execute(bank, order)).body.code).toBe("account_blocked");
  await set(
    "update bank.account set status = 'active', balance_minor = 4999 where account_id = $1",
  );
  expect((await orders.execute(bank, order)).body.code).toBe("insufficient_funds");
  await set("update bank.account set balance_minor = 5000 where account_id = $1");
  expect((await orders.execute(bank, order)).body).toMatchObject({
    balance_after: { amount_minor: 0 },
  });
});

test("the customer's day limit holds for two executions at once, from two accounts", async () => {
  const joint = customerOf("alice").accounts[2]?.accountId ?? "";
  await bank.database.query("delete from bank.execution");
  const both = [
    await approved({ amountMinor: 300_000 }),
    // Neither payer nor payee in common: only the customer's own lock can hold them apart.
    await approved({ amountMinor: 300_000, from: joint, iban: orders.otherGermanIban }),
  ];
  const release = await holdAccounts(bank, [orders.aliceCurrent, joint]);
  const executing = Promise.all(both.map((order) => orders.execute(bank, order)));
  await expect.poll(() => waiting(bank)).toBe(2);
  await release();
  expect((await executing).map((each) => each.body.code ?? "executed").sort()).toEqual([
    "executed",
    "over_limit",
  ]);
});

test("a verified caller's fields are released once, and only those agreed to", async () => {
  const call = await orders.openCall(bank);
  await orders.lodge(bank, call.id, await phone.sign(call.order, call.digest, "approved"));
  const wrong = await orders.execute(bank, call);
  expect(wrong.body.code).toBe("insufficient_scope");
  const token = await bank.customerToken("alice", "openid profile:release");
  const done = await orders.execute(bank, call, { token });
  expect(done.body.released).toEqual({ full_name: "Alice Martin", date_of_birth: "1986-04-17" });
  expect((await orders.execute(bank, call, { token })).body.code).toBe("already_executed");
});

test("a customer without a phone number: the field is left out", async () => {
  await bank.database.query("update bank.customer set phone = null where login_hint = 'alice'");
  const { body } = await bank.call<Schema<"Quote">>("quoteOrder", {
    token: await bank.consoleToken(),
    operator: await bank.operatorToken("amir"),
    body: {
      flow: "verify-caller",
      customer_id: "C-10001",
      client_id: "countersign-console",
      details: { call_id: "CALL-9", fields: ["phone", "email"] },
      context: { reason: "phone" },
    },
  });
  await orders.open(bank, body.order.id, { operator: "amir" });
  const receipt = await phone.sign(body.order as never, body.digest, "approved");
  await orders.lodge(bank, body.order.id, receipt);
  const token = await bank.customerToken("alice", "openid profile:release");
  const order = { id: body.order.id, digest: body.digest };
  const done = await orders.execute(bank, order, { token });
  expect(done.body.released).toEqual({ email: "alice.martin@example.com" });
});

test("an approved order can be voided until it is executed, and then never is", async () => {
  const order = await approved();
  expect((await orders.voidOrder(bank, order.id)).body).toMatchObject({ status: "void" });
  const before = await orders.balanceOf(bank, orders.aliceCurrent);
  const late = await orders.execute(bank, order, { key: crypto.randomUUID() });
  expect(late.body).toMatchObject({ code: "order_void" });
  expect(await orders.balanceOf(bank, orders.aliceCurrent)).toBe(before);
});

test("void against execution: one wins, and the money says which", async () => {
  for (let round = 0; round < 8; round += 1) {
    const order = await approved({ amountMinor: 100 });
    const before = await orders.balanceOf(bank, orders.aliceCurrent);
    const [executed, voided] = await Promise.all([
      orders.execute(bank, order, { key: crypto.randomUUID() }),
      orders.voidOrder(bank, order.id),
    ]);
    const moved = before - (await orders.balanceOf(bank, orders.aliceCurrent));
    if (executed.status === 200) {
      expect(voided.body).toMatchObject({ code: "already_executed" });
      expect(moved).toBeGreaterThan(0n);
    } else {
      expect([executed.body.code, voided.body.status]).toEqual(["order_void", "void"]);
      expect(moved).toBe(0n);
    }
  }
});

test("an approval that is not used for ten minutes is none any more", async () => {
  const order = await approved();
  await bank.database.query(
    "update bank.orders set decided_at = decided_at - interval '11 minutes' where id = $1",
    [order.id],
  );
  const late = await orders.execute(bank, order, { key: crypto.randomUUID() });
  expect(late.body).toMatchObject({ code: "order_expired" });
});
