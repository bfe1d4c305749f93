import { composeIBAN } from "ibantools";
import { describe, expect, test } from "vitest";
import { customerOf, useBank } from "./fixture/bank.ts";
import {
  aliceCurrent,
  bobCurrentIban,
  otherDutchIban,
  otherGermanIban,
  quoteCall,
  quoteTransfer,
  type TransferWish,
} from "./fixture/orders.ts";

/** Valid, with the bank's own code, and nobody's. */
const unusedOwnIban = composeIBAN({ countryCode: "DE", bban: "370400440000000001" }) ?? "";

const bank = useBank({ BANK_OPERATOR_DAY_LIMIT_MINOR: "900000" });
const ibanOf = (username: string, index = 0) => customerOf(username).accounts[index]?.iban ?? "";
const accountOf = (username: string, index = 0) =>
  customerOf(username).accounts[index]?.accountId ?? "";

describe("a transfer is refused before the customer is bothered", () => {
  const cases: [string, () => TransferWish, string, string][] = [
    [
      "more than the balance",
      () => ({
        customer: "bob",
        from: accountOf("bob"),
        iban: ibanOf("alice"),
        amountMinor: 387_211,
      }),
      "insufficient_funds",
      "details.amount",
    ],
    [
      "balance but not the fee",
      () => ({
        customer: "bob",
        from: accountOf("bob"),
        iban: otherDutchIban,
        amountMinor: 387_100,
      }),
      "insufficient_funds",
      "details.amount",
    ],
    ["over the transfer limit", () => ({ amountMinor: 1_000_001 }), "over_limit", "details.amount"],
    [
      "over the operator's day",
      () => ({ amountMinor: 900_001 }),
      "over_operator_limit",
      "details.amount",
    ],
    [
      "from an account of someone else",
      () => ({ from: accountOf("bob") }),
      "unknown_account",
      "details.from_account_id",
    ],
    [
      "from an account that is none",
      () => ({ from: "A-1" }),
      "unknown_account",
      "details.from_account_id",
    ],
    [
      "from the bank's own account",
      () => ({ from: "internal:fees:EUR" }),
      "unknown_account",
      "details.from_account_id",
    ],
    [
      "from a blocked account",
      () => ({ customer: "jonas.becker", from: accountOf("jonas.becker") }),
      "account_blocked",
      "details.from_account_id",
    ],
    [
      "for a blocked customer",
      () => ({ customer: "viktor.lang", from: accountOf("viktor.lang") }),
      "customer_blocked",
      "customer_id",
    ],
    [
      "to wrong check digits",
      () => ({ iban: "DE54370400440996710675" }),
      "invalid_iban",
      "details.to.iban",
    ],
    [
      "to no account of ours",
      () => ({ iban: unusedOwnIban }),
      "unknown_account",
      "details.to.iban",
    ],
    [
      "to the same account",
      () => ({ iban: "DE89 3704 0044 0532 0130 00" }),
      "same_account",
      "details.to.iban",
    ],
    [
      "to a blocked account",
      () => ({ iban: ibanOf("jonas.becker") }),
      "payee_account_blocked",
      "details.to.iban",
    ],
    ["in another currency", () => ({ currency: "USD" }), "currency_mismatch", "details.amount"],
    [
      "to an account in another currency",
      () => ({ iban: ibanOf("oliver.bennett") }),
      "currency_mismatch",
      "details.to.iban",
    ],
  ];
  test.each(cases)("%s", async (_what, wish, code, field) => {
    const answer = await quoteTransfer(bank, wish());
    expect(answer.body).toMatchObject({ status: 422, code, field });
    expect(answer.body.detail).not.toBe("");
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  });

  test.each([
    ["nothing", 0],
    ["less than nothing", -1],
    ["half a cent", 0.5],
  ])("%s", async (_what, amountMinor) => {
    const answer = await quoteTransfer(bank, { amountMinor });
    expect(answer.body).toMatchObject({
      status: 400,
      code: "invalid_request",
      field: "details.amount.amount_minor",
    });
  });
});

describe("the payee's name", () => {
  const joint = () =>
    customerOf("alice").accounts.find((each) => each.kind === "joint")?.iban ?? "";
  test.each([
    ["as it is", "Bob Fischer", () => bobCurrentIban, { payee_check: "match" }],
    ["in another order and case", "FISCHER, bob", () => bobCurrentIban, { payee_check: "match" }],
    [
      "of both holders",
      "Paul und Alice Martin",
      joint,
      { payee_check: "close", payee_name_at_bank: "Alice Martin" },
    ],
    ["of one holder", "Paul Martin", joint, { payee_check: "match" }],
    [
      "with a typing error",
      "Bob Fisher",
      () => bobCurrentIban,
      { payee_check: "close", payee_name_at_bank: "Bob Fischer" },
    ],
    [
      "with an initial",
      "B. Fischer",
      () => bobCurrentIban,
      { payee_check: "close", payee_name_at_bank: "Bob Fischer" },
    ],
    ["of another person", "Northwind Ltd", () => bobCurrentIban, { payee_check: "no_match" }],
    ["of the same family", "Carla Fischer", () => bobCurrentIban, { payee_check: "no_match" }],
    ["elsewhere", "Northwind Ltd", () => otherGermanIban, { payee_check: "unknown" }],
  ])("%s", async (_what, name, iban, expected) => {
    const from = iban() === joint() ? { customer: "bob", from: accountOf("bob") } : {};
    const { body } = await quoteTransfer(bank, { name, iban: iban(), ...from });
    const { fee, ...checks } = body.checks;
    expect(fee).toEqual({ amount_minor: 0, currency: "EUR" });
    expect(checks).toEqual(expected);
  });
});

test("the fee is 1.50 into another country and nothing inside", async () => {
  const fee = async (iban: string) => (await quoteTransfer(bank, { iban })).body.checks.fee;
  expect(await fee(otherGermanIban)).toEqual({ amount_minor: 0, currency: "EUR" });
  expect(await fee(otherDutchIban)).toEqual({ amount_minor: 150, currency: "EUR" });
});

test("name, role and branch come from the operator's token and the bank's list", async () => {
  const token = await bank.consoleToken();
  const body = {
    flow: "transfer",
    customer_id: "C-10001",
    client_id: "countersign-console",
    details: {
      from_account_id: aliceCurrent,
      to: { name: "Bob Fischer", iban: bobCurrentIban },
      amount: { amount_minor: 100, currency: "EUR" },
      reference: "",
    },
    context: { reason: "case", case_number: "K-17" },
  };
  const quote = async (claims: Record<string, unknown>, changes: object = {}) =>
    bank.call("quoteOrder", {
      token,
      operator: await bank.operatorToken("nina", claims),
      body: { ...body, ...changes },
    });
  expect((await quote({})).body.order).toMatchObject({
    operator: {
      name: "Nina Hartmann",
      role: "teller",
      branch_id: "riverside",
      branch_name: "Riverside branch",
    },
    contact: "case",
    case_number: "K-17",
  });
  expect((await quote({ branch: "moon" })).body).toMatchObject({
    status: 403,
    code: "unknown_branch",
  });
  expect((await quote({ roles: ["agent"] })).body).toMatchObject({
    status: 403,
    code: "role_not_allowed",
  });
  expect((await quote({}, { client_id: "other" })).body).toMatchObject({
    status: 422,
    code: "client_mismatch",
  });
  expect((await quote({}, { customer_id: "C-1" })).body).toMatchObject({
    status: 422,
    code: "unknown_customer",
  });
  expect((await quote({}, { context: { reason: "case" } })).body).toMatchObject({
    code: "case_number_required",
  });
  expect((await quote({}, { flow: "loan" })).body).toMatchObject({
    status: 400,
    code: "invalid_request",
  });
  expect((await quote({}, { operator: "Tara" })).body).toMatchObject({
    status: 400,
    code: "invalid_request",
  });
});

test("a caller is verified by agents only, fields in the document's order", async () => {
  const { body } = await quoteCall(bank);
  expect(body.order.details).toEqual({
    call_id: "CALL-20417",
    fields: ["full_name", "date_of_birth"],
  });
  expect(body.checks).toEqual({});
  const byTeller = await bank.call("quoteOrder", {
    token: await bank.consoleToken(),
    operator: await bank.operatorToken("tara"),
    body: {
      flow: "verify-caller",
      customer_id: "C-10001",
      client_id: "countersign-console",
      details: { call_id: "CALL-1", fields: ["phone"] },
      context: { reason: "phone" },
    },
  });
  expect(byTeller.body).toMatchObject({ status: 403, code: "role_not_allowed" });
});
