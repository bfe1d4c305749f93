import { beforeAll, expect, test } from "vitest";
import { customerOf, useBank } from "./fixture/bank.ts";
import * as orders from "./fixture/orders.ts";
import { enrolPhone, type TestPhone } from "./fixture/phone.ts";

const bank = useBank();
let alice: TestPhone;
let bob: TestPhone;
beforeAll(async () => {
  alice = await enrolPhone(bank, "alice");
  bob = await enrolPhone(bank, "bob");
});

test("receipt against void: whichever comes first, nothing is left that could be executed", async () => {
  const wins = { approved: 0, void: 0 };
  for (let round = 0; round < 20; round += 1) {
    const { order, digest, id } = await orders.openTransfer(bank, { amountMinor: 100 });
    const receipt = await alice.sign(order, digest, "approved");
    const calls = [() => orders.lodge(bank, id, receipt), () => orders.voidOrder(bank, id)];
    if (round % 2 === 1) calls.reverse();
    const answers = await Promise.all(calls.map((each) => each()));
    const codes = answers.map((each) => each.body.code ?? each.body.status).sort();
    const { status } = (await orders.readState(bank, id)).body;
    expect(status).toBe("void");
    wins[codes.includes("approved") ? "approved" : "void"] += 1;
    if (!codes.includes("approved")) expect(codes).toEqual(["order_void", "void"]);
    const late = await orders.execute(bank, { id, digest }, { key: crypto.randomUUID() });
    expect(late.body).toMatchObject({ code: "order_void" });
  }
  expect(wins.approved + wins.void).toBe(20);
});

test("two different receipts at once: one decision", async () => {
  for (let round = 0; round < 8; round += 1) {
    const { order, digest, id } = await orders.openTransfer(bank, { amountMinor: 100 });
    const receipts = [
      await alice.sign(order, digest, "approved"),
      await alice.sign(order, digest, "declined"),
    ];
    const answers = await Promise.all(receipts.map((each) => orders.lodge(bank, id, each)));
    expect(answers.map((each) => each.status).sort()).toEqual([200, 409]);
    const { rows } = await bank.database.query(
      "select count(*)::int as n from bank.receipt where order_id = $1",
      [id],
    );
    expect(rows).toEqual([{ n: 1 }]);
  }
});

test("ten executions of one order at once, five keys twice each: the money moves once", async () => {
  const { order, digest, id } = await orders.openTransfer(bank, { amountMinor: 700 });
  await orders.lodge(bank, id, await alice.sign(order, digest, "approved"));
  const before = await orders.balanceOf(bank, orders.aliceCurrent);
  const keys = Array.from({ length: 5 }, () => crypto.randomUUID());
  const answers = await Promise.all(
    [...keys, ...keys].map(async (key) => ({
      key,
      answer: await orders.execute(bank, { id, digest }, { key }),
    })),
  );
  const done = answers.filter(({ answer }) => answer.status === 200);
  expect(done).toHaveLength(2);
  expect(new Set(done.map(({ key }) => key)).size).toBe(1);
  expect(done[0]?.answer.body).toEqual(done[1]?.answer.body);
  for (const { answer } of answers)
    if (answer.status !== 200) expect(answer.body.code).toBe("already_executed");
  expect(await orders.balanceOf(bank, orders.aliceCurrent)).toBe(before - 700n);
});

test("opening one quote with ten keys at once opens it once", async () => {
  const { body } = await orders.quoteTransfer(bank, { amountMinor: 100 });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => orders.open(bank, body.order.id)),
  );
  expect(answers.filter((each) => each.status === 200)).toHaveLength(1);
});

test("transfers to and fro at once neither wait for each other for ever nor lose a cent", async () => {
  const bobAccount = customerOf("bob").accounts[0]?.accountId ?? "";
  const fro = {
    customer: "bob",
    from: bobAccount,
    name: "Alice Martin",
    iban: "DE89370400440532013000",
  };
  const pairs = [];
  for (let i = 0; i < 8; i += 1) {
    const there = await orders.openTransfer(bank, { amountMinor: 101 + i });
    const back = await orders.openTransfer(bank, { ...fro, amountMinor: 50 + i });
    await orders.lodge(bank, there.id, await alice.sign(there.order, there.digest, "approved"));
    await orders.lodge(bank, back.id, await bob.sign(back.order, back.digest, "approved"));
    pairs.push({ there, back });
  }
  const sum = async () =>
    (await orders.balanceOf(bank, orders.aliceCurrent)) +
    (await orders.balanceOf(bank, bobAccount));
  const before = await sum();
  const token = await bank.customerToken("bob", "openid transfers:write");
  const answers = await Promise.all(
    pairs.flatMap(({ there, back }) => [
      orders.execute(bank, there),
      orders.execute(bank, back, { token }),
    ]),
  );
  expect(answers.map((each) => each.status)).toEqual(Array(16).fill(200));
  expect(await sum()).toBe(before);
});

test("after everything the ledger balances and agrees with every account", async () => {
  const unbalanced = await bank.database.query(
    "select currency, sum(amount_minor) from bank.ledger_entry group by currency having sum(amount_minor) <> 0",
  );
  expect(unbalanced.rows).toEqual([]);
  const differing = await bank.database.query(
    `select account_id from bank.account left join
      (select account_id, sum(amount_minor) as total from bank.ledger_entry group by 1) using (account_id)
      where kind <> 'internal' and balance_minor <> coalesce(total, 0)`,
  );
  expect(differing.rows).toEqual([]);
});
