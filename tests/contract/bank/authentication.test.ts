import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { loadContract } from "#demo/bank/contract/load-contract.ts";
import { operationOf } from "./fixture/answers.ts";
import { useBank } from "./fixture/bank.ts";

const bank = useBank();
const body = { query: "alice", reason: "counter" };

async function searchWith(token: string | undefined, operator: string | undefined) {
  return bank.call("searchCustomers", {
    ...(token === undefined ? {} : { token }),
    ...(operator === undefined ? {} : { operator }),
    body,
  });
}

function unsigned(claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${encode({ alg: "none" })}.${encode(claims)}.`;
}

const standard = () => ({
  iss: bank.issuers.issuer("customers"),
  aud: "bank-api",
  azp: "countersign-console",
  scope: "bank:console",
  iat: Math.floor(Date.now() / 1000),
  exp: Math.floor(Date.now() / 1000) + 60,
});

describe("the console's token", () => {
  const cases: [string, () => Promise<string | undefined>, number, string][] = [
    ["is missing", async () => undefined, 401, "unauthenticated"],
    ["is no token at all", async () => "nonsense", 401, "unauthenticated"],
    ["is unsigned", async () => unsigned(standard()), 401, "unauthenticated"],
    [
      "is signed with a shared secret",
      () =>
        new SignJWT(standard())
          .setProtectedHeader({ alg: "HS256", kid: "customers-1" })
          .sign(new TextEncoder().encode("a secret that is long enough for it")),
      401,
      "unauthenticated",
    ],
    ["is forged", () => bank.issuers.forgedToken("customers", standard()), 401, "unauthenticated"],
    ["has expired", () => bank.consoleToken({ exp: standard().exp - 120 }), 401, "unauthenticated"],
    ["never expires", () => bank.consoleToken({ exp: undefined }), 401, "unauthenticated"],
    ["is for another audience", () => bank.consoleToken({ aud: "device" }), 401, "unauthenticated"],
    ["has no audience", () => bank.consoleToken({ aud: undefined }), 401, "unauthenticated"],
    [
      "names an unknown issuer",
      () => bank.consoleToken({ iss: "http://127.0.0.1:9/customers" }),
      401,
      "unauthenticated",
    ],
    [
      "is of the staff issuer",
      () => bank.issuers.token("staff", { azp: "countersign-console", scope: "bank:console" }),
      401,
      "unauthenticated",
    ],
    [
      "has another scope",
      () => bank.consoleToken({ scope: "device:follow" }),
      403,
      "insufficient_scope",
    ],
    ["is of another client", () => bank.consoleToken({ azp: "other" }), 403, "client_not_allowed"],
    ["is the device zone's", () => bank.deviceToken(), 403, "client_not_allowed"],
    [
      "is a customer's",
      () => bank.customerToken("alice", "openid transfers:write"),
      403,
      "insufficient_scope",
    ],
    ["names no client", () => bank.consoleToken({ azp: undefined }), 401, "unauthenticated"],
  ];
  test.each(cases)("%s: refused", async (_what, token, status, code) => {
    const answer = await searchWith(await token(), await bank.operatorToken("tara"));
    expect(answer.body).toMatchObject({ status, code });
    if (status === 401) expect(answer.headers.get("www-authenticate")).toContain("Bearer");
  });

  test("may name its client as client_id (RFC 9068) as well as azp", async () => {
    const token = await bank.consoleToken({ azp: undefined, client_id: "countersign-console" });
    expect((await searchWith(token, await bank.operatorToken("tara"))).status).toBe(200);
  });
});

describe("the operator's token", () => {
  const cases: [string, () => Promise<string | undefined>, number, string][] = [
    ["is missing", async () => undefined, 401, "unauthenticated"],
    [
      "is of the customer issuer",
      () => bank.customerToken("alice", "openid"),
      401,
      "unauthenticated",
    ],
    ["has expired", () => bank.operatorToken("tara", { exp: 1 }), 401, "unauthenticated"],
    [
      "names no branch",
      () => bank.operatorToken("tara", { branch: undefined }),
      401,
      "unauthenticated",
    ],
    ["has no role", () => bank.operatorToken("tara", { roles: [] }), 403, "role_not_allowed"],
    [
      "has an unknown role",
      () => bank.operatorToken("tara", { roles: ["root"] }),
      403,
      "role_not_allowed",
    ],
  ];
  test.each(cases)("%s: refused", async (_what, operator, status, code) => {
    const answer = await searchWith(await bank.consoleToken(), await operator());
    expect(answer.body).toMatchObject({ status, code });
  });
});

test("a bad operator token is an error where the operator is optional, and no anonymous call", async () => {
  const answer = await bank.call("voidOrder", {
    token: await bank.consoleToken(),
    operator: "nonsense",
    params: { order_id: `ord_${"0".repeat(26)}` },
    body: { reason: "operator" },
  });
  expect(answer.body).toMatchObject({
    status: 401,
    code: "unauthenticated",
    field: "X-Operator-Token",
  });
});

test("no operation but health and the test door lets anyone in without a token", async () => {
  for (const { id, security } of loadContract()) {
    if (security.length === 0) {
      expect(["readHealth", "setFault"]).toContain(id);
      continue;
    }
    const { method } = operationOf(id);
    const params = { order_id: `ord_${"0".repeat(26)}`, idempotency_key: "12345678", sub: "x" };
    const answer = await bank.call(id, { params, ...(method === "POST" ? { body: {} } : {}) });
    expect(answer.body, id).toMatchObject({ status: 401, code: "unauthenticated" });
  }
});
