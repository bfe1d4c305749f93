import { expect, test } from "vitest";
import type { Schema } from "#demo/bank/contract/schemas.ts";
import { customerOf, useBank } from "./fixture/bank.ts";
import { enrolPhone, newKeyPair } from "./fixture/phone.ts";

const bank = useBank({ BANK_DEVICE_COOL_DOWN_SECONDS: "600" });

async function enrol(customerToken: string, changes: object = {}) {
  const { publicJwk } = await newKeyPair();
  return bank.call<Schema<"EnrolledAuthenticator">>("enrolAuthenticator", {
    token: await bank.deviceToken(),
    headers: { "x-customer-token": customerToken },
    body: { device_name: "Phone", kind: "pin", public_key_jwk: publicJwk, ...changes },
  });
}

const now = () => Math.floor(Date.now() / 1000);

test("the first device is usable at once, the next after the cool-down, a removed one counts", async () => {
  const first = (await enrol(await bank.phoneToken("bob"))).body;
  expect(first.customer_sub).toBe(customerOf("bob").id);
  expect(first.usable_from).toBe(first.created_at);
  await bank.call("removeAuthenticator", {
    token: await bank.deviceToken(),
    params: { authenticator_id: first.authenticator_id },
  });
  const second = (await enrol(await bank.phoneToken("bob"))).body;
  expect(Date.parse(second.usable_from) - Date.parse(second.created_at)).toBe(600_000);
  const listed = await bank.call<Schema<"AuthenticatorList">>("listAuthenticators", {
    token: await bank.deviceToken(),
    query: { sub: customerOf("bob").id },
  });
  expect(listed.body.authenticators.map((each) => each.authenticator_id)).toEqual([
    second.authenticator_id,
  ]);
});

test("one login enrols one device; the same call again gets the same answer", async () => {
  const login = await bank.phoneToken("grace.thompson");
  const { publicJwk } = await newKeyPair();
  const first = await enrol(login, { public_key_jwk: publicJwk });
  expect(first.status).toBe(200);
  expect((await enrol(login, { public_key_jwk: publicJwk })).body).toEqual(first.body);
  expect((await enrol(login)).body).toMatchObject({ status: 409, code: "token_used" });
});

test("one login, five phones at once: one device", async () => {
  const login = await bank.phoneToken("bram.visser");
  const answers = await Promise.all(Array.from({ length: 5 }, () => enrol(login)));
  expect(answers.filter((each) => each.status === 200)).toHaveLength(1);
});

test("a key is pinned once, for whomever", async () => {
  const { publicJwk } = await enrolPhone(bank, "anna.kovacs");
  const again = await enrol(await bank.phoneToken("paul.martin"), { public_key_jwk: publicJwk });
  expect(again.body).toMatchObject({ status: 409, code: "key_already_pinned" });
});

test("a customer has five devices at most", async () => {
  for (let i = 0; i < 5; i += 1) await enrolPhone(bank, "felix.schulze");
  expect((await enrol(await bank.phoneToken("felix.schulze"))).body.code).toBe(
    "too_many_authenticators",
  );
});

test("the login must be fresh, a customer's, and for this", async () => {
  const cases: [Promise<string>, number, string][] = [
    [bank.phoneToken("alice", { auth_time: now() - 301 }), 403, "stale_login"],
    [bank.phoneToken("alice", { auth_time: undefined }), 403, "stale_login"],
    [bank.phoneToken("alice", { auth_time: now() + 3600 }), 403, "stale_login"],
    [bank.phoneToken("alice", { scope: "openid" }), 403, "insufficient_scope"],
    [bank.phoneToken("alice", { azp: "countersign-console" }), 403, "client_not_allowed"],
    [bank.phoneToken("alice", { jti: undefined }), 401, "unauthenticated"],
    [bank.phoneToken("alice", { aud: "other" }), 401, "unauthenticated"],
    [bank.phoneToken("alice", { sub: "somebody" }), 403, "unknown_customer"],
    [bank.phoneToken("viktor.lang"), 403, "customer_blocked"],
    [
      bank.operatorToken("tara", { scope: "phone:enrol", azp: "countersign-phone" }),
      401,
      "unauthenticated",
    ],
  ];
  for (const [login, status, code] of cases)
    expect((await enrol(await login)).body).toMatchObject({ status, code });
  const { rows } = await bank.database.query(
    "select count(*)::int as n from bank.authenticator where customer_sub = $1",
    [customerOf("alice").id],
  );
  expect(rows).toEqual([{ n: 0 }]);
});

test("a key that is no point of the curve, and a private key, are refused", async () => {
  const { publicJwk } = await newKeyPair();
  const off = { ...publicJwk, y: "A".repeat(43) };
  expect((await enrol(await bank.phoneToken("alice"), { public_key_jwk: off })).body).toMatchObject(
    {
      status: 422,
      code: "invalid_key",
    },
  );
  const withSecret = { ...publicJwk, d: "A".repeat(43) };
  expect((await enrol(await bank.phoneToken("alice"), { public_key_jwk: withSecret })).status).toBe(
    400,
  );
});

test("the directory says then that the customer has a phone; the phone learns name and language", async () => {
  await enrolPhone(bank, "abdulrahman");
  const found = await bank.call<Schema<"CustomerSearchResult">>("searchCustomers", {
    token: await bank.consoleToken(),
    operator: await bank.operatorToken("tara"),
    body: { query: "C-10004", reason: "counter" },
  });
  expect(found.body.customers[0]?.has_phone).toBe(true);
  const profile = await bank.call("readCustomer", {
    token: await bank.deviceToken(),
    params: { sub: customerOf("abdulrahman").id },
  });
  expect(profile.body).toMatchObject({ name: customerOf("abdulrahman").name, language: "ar" });
  const staff = await bank.call("readCustomer", {
    token: await bank.deviceToken(),
    params: { sub: "someone" },
  });
  expect(staff.body).toMatchObject({ status: 404, code: "unknown_customer" });
});
