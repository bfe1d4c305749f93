import { beforeAll, describe, expect, test } from "vitest";
import type { Receipt, ReceiptStatement } from "#lib/core/contracts/receipt.ts";
import { useBank } from "./fixture/bank.ts";
import * as orders from "./fixture/orders.ts";
import { enrolPhone, type TestPhone } from "./fixture/phone.ts";

const bank = useBank({ BANK_DEVICE_COOL_DOWN_SECONDS: "3600" });
let phone: TestPhone;
beforeAll(async () => {
  phone = await enrolPhone(bank, "alice");
});

test("the same receipt again gets the same answer, another one is refused", async () => {
  const { order, digest, id } = await orders.openTransfer(bank);
  const receipt = await phone.sign(order, digest, "approved");
  expect((await orders.lodge(bank, id, receipt)).body).toEqual({ status: "approved" });
  expect((await orders.lodge(bank, id, receipt)).body).toEqual({ status: "approved" });
  const change = await phone.sign(order, digest, "declined");
  expect((await orders.lodge(bank, id, change)).body).toMatchObject({
    status: 409,
    code: "already_decided",
  });
  const { rows } = await bank.database.query(
    "select approval_iss, approval_azp, approval_jti from bank.orders where id = $1",
    [id],
  );
  const { iss, azp, jti } = receipt.statement;
  expect(rows).toEqual([{ approval_iss: iss, approval_azp: azp, approval_jti: jti }]);
});

describe("what was signed must be this order's", () => {
  const other = "A".repeat(43);
  const cases: [string, Partial<ReceiptStatement>, string, string][] = [
    ["digest", { order_digest: other }, "digest_mismatch", "statement.order_digest"],
    ["nonce", { nonce: "A".repeat(22) }, "nonce_mismatch", "statement.nonce"],
    ["client", { azp: "another" }, "client_mismatch", "statement.azp"],
    ["issuer", { iss: "http://127.0.0.1:1/x" }, "issuer_mismatch", "statement.iss"],
  ];
  test.each(cases)("%s", async (_what, changes, code, field) => {
    const { order, digest, id } = await orders.openTransfer(bank);
    const receipt = await phone.sign(order, digest, "approved", changes);
    expect((await orders.lodge(bank, id, receipt)).body).toMatchObject({
      status: 422,
      code,
      field,
    });
    expect((await orders.readState(bank, id)).body.status).toBe("open");
  });

  test("a receipt of one order does not fit another", async () => {
    const first = await orders.openTransfer(bank);
    const second = await orders.openTransfer(bank);
    const receipt = await phone.sign(first.order, first.digest, "approved");
    expect((await orders.lodge(bank, second.id, receipt)).body.code).toBe("digest_mismatch");
  });

  test("one approval of the sign-in service answers one order", async () => {
    const jti = crypto.randomUUID();
    const first = await orders.openTransfer(bank);
    const second = await orders.openTransfer(bank);
    const one = await phone.sign(first.order, first.digest, "approved", { jti });
    const two = await phone.sign(second.order, second.digest, "approved", { jti });
    expect((await orders.lodge(bank, first.id, one)).status).toBe(200);
    expect((await orders.lodge(bank, second.id, two)).body).toMatchObject({
      status: 409,
      code: "receipt_reused",
    });
    expect((await orders.readState(bank, second.id)).body.status).toBe("open");
  });
});

describe("the signature must be of a key that the bank pinned for this customer", () => {
  test("a changed decision, a changed signature and a key of someone's own are refused", async () => {
    const { order, digest, id } = await orders.openTransfer(bank);
    const declined = await phone.sign(order, digest, "declined");
    const turned: Receipt = {
      ...declined,
      statement: { ...declined.statement, decision: "approved" },
    };
    const first = declined.signature.startsWith("A") ? "B" : "A";
    const bent: Receipt = { ...declined, signature: first + declined.signature.slice(1) };
    const stranger = await enrolPhone(bank, "paul.martin");
    const foreign = await stranger.sign(order, digest, "approved");
    const claimed: Receipt = { ...foreign, authenticator_id: phone.authenticatorId };
    for (const receipt of [turned, bent, claimed])
      expect((await orders.lodge(bank, id, receipt)).body).toMatchObject({
        status: 422,
        code: "bad_signature",
      });
    expect((await orders.lodge(bank, id, foreign)).body).toMatchObject({
      status: 403,
      code: "wrong_customer",
    });
    const unknown: Receipt = { ...declined, authenticator_id: "auth_none" };
    expect((await orders.lodge(bank, id, unknown)).body.code).toBe("unknown_authenticator");
    expect((await orders.lodge(bank, id, declined)).body).toEqual({ status: "declined" });
  });

  test("a device in its cool-down and a removed one are refused", async () => {
    const fresh = await enrolPhone(bank, "alice");
    const { order, digest, id } = await orders.openTransfer(bank);
    const early = await fresh.sign(order, digest, "approved");
    expect((await orders.lodge(bank, id, early)).body.code).toBe("authenticator_not_usable");
    await bank.call("removeAuthenticator", {
      token: await bank.deviceToken(),
      params: { authenticator_id: fresh.authenticatorId },
    });
    expect((await orders.lodge(bank, id, early)).body.code).toBe("authenticator_removed");
  });
});

test("a draft, a void and an expired order take no decision", async () => {
  const { body } = await orders.quoteTransfer(bank);
  const draft = await phone.sign(body.order as never, body.digest, "approved");
  expect((await orders.lodge(bank, body.order.id, draft)).body.code).toBe("not_open");

  const gone = await orders.openTransfer(bank);
  await orders.voidOrder(bank, gone.id);
  const late = await phone.sign(gone.order, gone.digest, "approved");
  expect((await orders.lodge(bank, gone.id, late)).body).toMatchObject({
    status: 409,
    code: "order_void",
  });

  const old = await orders.openTransfer(bank);
  await bank.database.query(
    "update bank.orders set expires_at = now() - interval '1 second' where id = $1",
    [old.id],
  );
  const tooLate = await phone.sign(old.order, old.digest, "approved");
  expect((await orders.lodge(bank, old.id, tooLate)).body).toMatchObject({
    status: 409,
    code: "order_expired",
  });
  expect((await orders.lodge(bank, `ord_${"0".repeat(26)}`, tooLate)).status).toBe(404);
});

test("a report is, to console and device, a decline in every byte; the fraud desk has its row", async () => {
  const seen = async (decision: "declined" | "reported") => {
    const { order, digest, id } = await orders.openTransfer(bank);
    const lodged = await orders.lodge(bank, id, await phone.sign(order, digest, decision));
    const state = await orders.readState(bank, id);
    const voided = await orders.voidOrder(bank, id);
    const executed = await orders.execute(bank, { id, digest });
    const text = JSON.stringify([lodged.body, state.body, voided.body, executed.body]);
    const same = text
      .replaceAll(id, "ID")
      .replaceAll(digest, "DIGEST")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "INSTANT");
    const names = [...state.headers.keys()].sort();
    return { id, same, names };
  };
  const declined = await seen("declined");
  const reported = await seen("reported");
  expect(reported.same).toBe(declined.same);
  expect(reported.names).toEqual(declined.names);
  const { rows } = await bank.database.query("select order_id from bank.fraud_report");
  expect(rows).toEqual([{ order_id: reported.id }]);
});

test("whether the bank's own words were shown is kept, and no reason to refuse", async () => {
  const { order, digest, id } = await orders.openTransfer(bank);
  const receipt = await phone.sign(order, digest, "approved", { shown_text_hash: "B".repeat(43) });
  expect((await orders.lodge(bank, id, receipt)).status).toBe(200);
  const { rows } = await bank.database.query(
    "select shown_text_matches from bank.receipt where order_id = $1",
    [id],
  );
  expect(rows).toEqual([{ shown_text_matches: false }]);
});
