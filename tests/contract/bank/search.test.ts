import { describe, expect, test } from "vitest";
import type { Schema } from "#demo/bank/contract/schemas.ts";
import { customers } from "#demo/seed/customers.ts";
import { useBank } from "./fixture/bank.ts";

const bank = useBank();

async function search(query: string, options: { operator?: string; reason?: string } = {}) {
  return bank.call<Schema<"CustomerSearchResult">>("searchCustomers", {
    token: await bank.consoleToken(),
    operator: await bank.operatorToken(options.operator ?? "tara"),
    body: { query, reason: options.reason ?? "counter" },
  });
}

describe("who is found by what", () => {
  test.each([
    ["an IBAN with blanks", "DE89 3704 0044 0532 0130 00", "account", ["C-10001"]],
    ["an IBAN in small letters", "de89370400440532013000", "account", ["C-10001"]],
    ["an account number", "0532013000", "account", ["C-10001"]],
    ["the bank's account id", "A-200004", "account", ["C-10001"]],
    ["a customer number", "c-10002", "account", ["C-10002"]],
    ["a joint account: both holders", "A-200001", "account", ["C-10001", "C-10003"]],
    ["a name in any case", "alice MARTIN", "name", ["C-10001"]],
    ["a name in another order", "Martin, Alice", "name", ["C-10001"]],
    ["one word of a name", "martin", "name", ["C-10001", "C-10003"]],
    ["two customers of one name", "Maria Schmidt", "name", ["C-10005", "C-10006"]],
    ["a name without its accents", "renee dubois", "name", ["C-10016"]],
    ["an umlaut", "Schäfer", "name", ["C-10018"]],
    ["an umlaut as two letters", "schaefer", "name", ["C-10018"]],
    ["an umlaut left out", "schafer", "name", ["C-10018"]],
    ["letters that do not decompose", "lukasz yildiz", "name", []],
    ["a Polish l", "Lukasz", "name", ["C-10017"]],
    ["a Turkish i", "yildiz", "name", ["C-10015"]],
    ["an apostrophe left out", "OConnor", "name", ["C-10030"]],
    ["an apostrophe of another kind", "o'connor", "name", ["C-10030"]],
    ["half of a double name", "sayed", "name", ["C-10021"]],
    ["an Arabic name", "الخوارزمي البغدادي", "name", ["C-10004"]],
    ["a phone number", "+49 171 3920000", "phone", ["C-10001"]],
    ["a phone number from inside the country", "0171/3920000", "phone", ["C-10001"]],
    ["a phone number with 00", "0049 171 3920000", "phone", ["C-10001"]],
    ["an e-mail address", "Alice.Martin@Example.com", "email", ["C-10001"]],
    ["the beginning of a name: nobody", "mart", "name", []],
    ["the end of an IBAN: nobody", "3000", "name", []],
    ["a part of a phone number: nobody", "3920000", "name", []],
    ["a wildcard: nobody", "%%%", "name", []],
    ["a domain: nobody", "@example.com", "name", []],
  ])("%s", async (_what, query, matchedBy, expected) => {
    const { status, body } = await search(query);
    expect(status).toBe(200);
    expect(body.customers.map((each) => each.customer_id).sort()).toEqual(expected);
    for (const each of body.customers) expect(each.matched_by).toBe(matchedBy);
    expect(body.more).toBe(false);
  });
});

test("names and accounts are masked", async () => {
  const { body } = await search("DE89370400440532013000");
  expect(body.customers[0]).toMatchObject({
    masked_name: "Alice M.",
    login_hint: "alice",
    sub: customers[0]?.id,
    has_phone: false,
  });
  expect(body.customers[0]?.accounts).toContainEqual({
    account_id: "A-200004",
    kind: "current",
    currency: "EUR",
    masked_iban: "DE•• •••• 3000",
    status: "active",
  });
  const text = JSON.stringify(body);
  for (const secret of ["Martin", "3704", "Lindenstra", "example.com", "1248055"])
    expect(text).not.toContain(secret);
});

test("blocked customers and accounts are shown as such", async () => {
  const viktor = (await search("viktor lang")).body.customers[0];
  expect(viktor).toMatchObject({ status: "blocked", accounts: [{ status: "blocked" }] });
});

test("at most five are answered, and that there are more", async () => {
  await bank.database.query(
    `insert into bank.customer select 'twin-' || n, 'T-' || n, 'twin' || n, 'Tom Twin', 'Tom', 'Twin',
      'twin' || n || '@example.com', null, 'en', '1990-01-01', 'Here', 'active', '{tom,twin}', '{}'
      from generate_series(1, 6) n`,
  );
  const { body } = await search("tom twin");
  expect(body.customers).toHaveLength(5);
  expect(body.more).toBe(true);
});

test("only tellers and agents may search", async () => {
  expect((await search("alice", { operator: "amir" })).status).toBe(200);
  for (const operator of ["sofia", "odette"])
    expect((await search("alice", { operator })).body).toMatchObject({
      status: 403,
      code: "role_not_allowed",
    });
});

test("a case needs its number; two letters are too few", async () => {
  expect((await search("alice", { reason: "case" })).body).toMatchObject({
    status: 422,
    code: "case_number_required",
    field: "case_number",
  });
  expect((await search("al")).body).toMatchObject({
    status: 400,
    code: "invalid_request",
    field: "query",
  });
});

test("a search leaves who, why and how many, and not what was typed", async () => {
  await search("gertrud", { operator: "nina", reason: "phone" });
  const { rows } = await bank.database.query(
    `select reason, found, to_jsonb(search)::text as whole from bank.search
      order by id desc limit 1`,
  );
  expect(rows[0]).toMatchObject({ reason: "phone", found: 1 });
  expect(rows[0].whole).not.toMatch(/gertrud/i);
});
