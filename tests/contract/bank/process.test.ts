import { beforeAll, expect, test } from "vitest";
import { problemCodes } from "#demo/bank/http/problem-codes.ts";
import { operationOf } from "./fixture/answers.ts";
import { useBank } from "./fixture/bank.ts";
import { startBankProcess } from "./fixture/bank-process.ts";
import { holdAccounts, waiting } from "./fixture/locks.ts";
import * as orders from "./fixture/orders.ts";
import { enrolPhone, type TestPhone } from "./fixture/phone.ts";

const bank = useBank();
let phone: TestPhone;
beforeAll(async () => {
  phone = await enrolPhone(bank, "alice");
});

const fault = (body: object) => bank.call("setFault", { body });

async function approved() {
  const order = await orders.openTransfer(bank);
  await orders.lodge(bank, order.id, await phone.sign(order.order, order.digest, "approved"));
  return order;
}

test("a dropped answer: the money moved once, and asking by key tells", async () => {
  const order = await approved();
  const before = await orders.balanceOf(bank, orders.aliceCurrent);
  const key = crypto.randomUUID();
  expect((await fault({ endpoint: "executeOrder", mode: "drop_answer", times: 1 })).status).toBe(
    204,
  );
  await expect(orders.execute(bank, order, { key })).rejects.toThrow("fetch failed");
  const asked = await bank.call("readExecution", {
    token: await bank.consoleToken(),
    params: { idempotency_key: key },
  });
  expect(asked.body).toMatchObject({ order_id: order.id, outcome: "executed" });
  expect((await orders.execute(bank, order, { key })).body.reference).toBe(asked.body.reference);
  expect(await orders.balanceOf(bank, orders.aliceCurrent)).toBe(before - 5000n);
});

test("told to fail, it does nothing; told to be slow, it does it late; off ends both", async () => {
  const order = await approved();
  await fault({ endpoint: "executeOrder", mode: "fail" });
  const key = crypto.randomUUID();
  for (let i = 0; i < 2; i += 1)
    expect((await orders.execute(bank, order, { key })).body).toMatchObject({
      status: 500,
      code: "internal",
    });
  expect((await orders.readState(bank, order.id)).body.status).toBe("approved");
  await fault({ endpoint: "executeOrder", mode: "off" });
  await fault({ endpoint: "executeOrder", mode: "slow", delay_ms: 300, times: 1 });
  const start = Date.now();
  expect((await orders.execute(bank, order, { key })).status).toBe(200);
  expect(Date.now() - start).toBeGreaterThanOrEqual(295);
});

test("a question by key waits for the execution that is under way with it", async () => {
  const order = await approved();
  const key = crypto.randomUUID();
  const release = await holdAccounts(bank, [orders.aliceCurrent]);
  const executing = orders.execute(bank, order, { key });
  await expect.poll(() => waiting(bank)).toBe(1);
  const asking = bank.call("readExecution", {
    token: await bank.consoleToken(),
    params: { idempotency_key: key },
  });
  await expect.poll(() => waiting(bank)).toBe(2);
  await release();
  expect((await executing).status).toBe(200);
  expect((await asking).body).toMatchObject({ outcome: "executed" });
});

test("without BANK_FAULTS the test door does not exist; SIGTERM answers what is under way", async () => {
  const second = await startBankProcess({ ...bank.env, BANK_FAULTS: "off" });
  const door = await fetch(`http://127.0.0.1:${second.port}/demo/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ endpoint: "executeOrder", mode: "fail" }),
  });
  expect(door.status).toBe(404);
  expect(await second.stop()).toBe(0);

  const third = await startBankProcess(bank.env);
  const url = `http://127.0.0.1:${third.port}`;
  await fetch(`${url}/demo/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ endpoint: "listAuthenticators", mode: "slow", delay_ms: 500 }),
  });
  const token = await bank.deviceToken();
  const slow = fetch(`${url}/authenticators?sub=nobody`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await new Promise((done) => setTimeout(done, 150));
  const ended = third.stop();
  expect(await (await slow).json()).toEqual({ authenticators: [] });
  expect(await ended).toBe(0);
});

test("a restart keeps what happened: seeding changes nothing that is there", async () => {
  const before = await orders.balanceOf(bank, orders.aliceCurrent);
  const again = await startBankProcess(bank.env);
  expect(await again.stop()).toBe(0);
  expect(await orders.balanceOf(bank, orders.aliceCurrent)).toBe(before);
  const { rows } = await bank.database.query("select count(*)::int as n from bank.customer");
  expect(rows).toEqual([{ n: 40 }]);
});

test("settings that are wrong are all named at once", async () => {
  const failing = startBankProcess({ BANK_PORT: "x", BANK_STAFF_ISSUER: "no" });
  await expect(failing).rejects.toThrow(
    /BANK_PORT[\s\S]*BANK_DATABASE_URL[\s\S]*BANK_STAFF_ISSUER/,
  );
});

test("an issuer that does not answer is a 503 and not a verdict on the token", async () => {
  const dead = "http://127.0.0.1:9/customers";
  const lonely = await startBankProcess({ ...bank.env, BANK_CUSTOMER_ISSUER: dead });
  const answer = await fetch(`http://127.0.0.1:${lonely.port}/authenticators?sub=x`, {
    headers: { authorization: `Bearer ${await bank.deviceToken({ iss: dead })}` },
  });
  expect([answer.status, (await answer.json()).code]).toEqual([503, "issuer_unreachable"]);
  await lonely.stop();
});

test("the runtime role can rewrite no order, receipt or ledger, and delete nothing", async () => {
  const { Client } = (await import("pg")).default;
  const client = new Client({ connectionString: bank.env.BANK_DATABASE_URL });
  await client.connect();
  for (const statement of [
    "update bank.ledger_entry set amount_minor = 1",
    "update bank.orders set content = '{}'",
    "update bank.receipt set decision = 'approved'",
    "update bank.account set status = 'active'",
    "update bank.customer set name = 'x'",
    "delete from bank.search",
    "delete from bank.fraud_report",
    "truncate bank.execution",
    "insert into bank.customer select * from bank.customer",
  ])
    await expect(client.query(statement), statement).rejects.toThrow(/permission denied/);
  await client.query("begin");
  await client.query("insert into bank.posting (id, kind) values ('odd', 'transfer')");
  await client.query("insert into bank.ledger_entry values ('odd', 1, 'A-200004', 5, 'EUR', 5)");
  await expect(client.query("commit")).rejects.toThrow(/does not balance/);
  await client.end();
});

test("no log line holds a token, a name, an IBAN or what was searched", async () => {
  const token = await bank.consoleToken();
  const operator = await bank.operatorToken("tara");
  const body = { query: "gertrud weiß", reason: "counter" };
  await bank.call("searchCustomers", { token, operator, body });
  await bank.call("searchCustomers", { token: `${token}x`, operator, body });
  const log = JSON.stringify(bank.process.lines);
  expect(log).toContain("bank.answered");
  const secrets = ["gertrud", "weiß", "Martin", "DE89", "eyJ", "Tara", "alice", "A-200004"];
  for (const secret of [...secrets, token.split(".")[2] ?? ""]) expect(log).not.toContain(secret);
});

test("every code of a problem is in the document and has its words", () => {
  const described = operationOf("readOrder").answers["404"]?.properties as {
    code: { enum: string[] };
  };
  expect(Object.keys(problemCodes).sort()).toEqual([...described.code.enum].sort());
});
