import { beforeAll, expect, test } from "vitest";
import { customerOf, useBank } from "./fixture/bank.ts";
import * as orders from "./fixture/orders.ts";
import { enrolPhone, type TestPhone } from "./fixture/phone.ts";

const bank = useBank();
let phone: TestPhone;
beforeAll(async () => {
  phone = await enrolPhone(bank, "alice");
});

async function approve(opened: orders.OpenOrder): Promise<orders.OpenOrder> {
  const receipt = await phone.sign(opened.order, opened.digest, "approved");
  expect((await orders.lodge(bank, opened.id, receipt)).status).toBe(200);
  return opened;
}

test("a token of the customer issuer with everything that a teller's has is no teller's", async () => {
  const answer = await bank.call("searchCustomers", {
    token: await bank.consoleToken(),
    operator: await bank.issuers.token("customers", {
      azp: "countersign-console-staff",
      sub: "alice",
      name: "Alice",
      branch: "main-street",
      roles: ["teller"],
    }),
    body: { query: "alice", reason: "counter" },
  });
  expect(answer.body).toMatchObject({ status: 401, code: "unauthenticated" });
});

test("an order of another client is neither voided nor opened", async () => {
  const { body } = await orders.quoteTransfer(bank);
  const id = body.order.id;
  await bank.database.query("update bank.orders set client_id = 'other' where id = $1", [id]);
  expect((await orders.open(bank, id)).body).toMatchObject({ status: 404, code: "unknown_order" });
  expect((await orders.voidOrder(bank, id)).body).toMatchObject({
    status: 404,
    code: "unknown_order",
  });
  const { rows } = await bank.database.query("select status from bank.orders where id = $1", [id]);
  expect(rows).toEqual([{ status: "draft" }]);
});

test("a customer who was blocked meanwhile pays nothing and has nothing released", async () => {
  const transfer = await approve(await orders.openTransfer(bank));
  const call = await approve(await orders.openCall(bank));
  const { id: sub } = customerOf("alice");
  const set = (status: string) =>
    bank.database.query("update bank.customer set status = $1 where sub = $2", [status, sub]);
  await set("blocked");
  const before = await orders.balanceOf(bank, orders.aliceCurrent);
  expect((await orders.execute(bank, transfer)).body.code).toBe("customer_blocked");
  expect(await orders.balanceOf(bank, orders.aliceCurrent)).toBe(before);
  const token = await bank.customerToken("alice", "openid profile:release");
  const released = await orders.execute(bank, call, { token });
  expect(released.body.code).toBe("customer_blocked");
  expect(released.body).not.toHaveProperty("released");
  await set("active");
});

test("a payee's account that was blocked meanwhile gets nothing", async () => {
  const order = await approve(await orders.openTransfer(bank));
  await bank.database.query("update bank.account set status = 'blocked' where iban = $1", [
    orders.bobCurrentIban,
  ]);
  expect((await orders.execute(bank, order)).body.code).toBe("payee_account_blocked");
});

test("an overdrawn account is refused by the database itself", async () => {
  await expect(
    bank.database.query("update bank.account set balance_minor = -1 where account_id = $1", [
      orders.aliceCurrent,
    ]),
  ).rejects.toMatchObject({ constraint: "account_not_overdrawn" });
});
