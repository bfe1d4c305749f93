import { type Mutation, testsOf } from "./mutation.ts";

const authentication = testsOf("contract", "tests/contract/bank/authentication.test.ts");
const receipts = testsOf("contract", "tests/contract/bank/receipts.test.ts");
const enrolment = testsOf("contract", "tests/contract/bank/enrolment.test.ts");
const search = testsOf("contract", "tests/contract/bank/search.test.ts");
const guards = testsOf("contract", "tests/contract/bank/guards.test.ts");
const throttle = testsOf("contract", "tests/contract/bank/search-throttle.test.ts");
const token = "demo/bank/auth/access-token.ts";
const principals = "demo/bank/auth/principals.ts";
const verify = "demo/bank/receipts/verify-receipt.ts";
const enrol = "demo/bank/authenticators/enrol-authenticator.ts";

/** Who calls the bank, whose signature it believes, whose key it pins. */
export const bankMutations: Mutation[] = [
  {
    guard: "A token is for the bank",
    file: token,
    find: "      audience,\n      algorithms,",
    replace: "      algorithms,",
    test: authentication("is for another audience"),
  },
  {
    guard: "A customer's token is no operator's, whatever it claims",
    file: principals,
    find: "const customers = trust(settings.customerIssuer);\n  const staff = trust(settings.staffIssuer);",
    replace: "const customers = trust(settings.customerIssuer);\n  const staff = customers;",
    test: guards("a token of the customer issuer with everything"),
  },
  {
    guard: "A token's algorithm is asymmetric and its signature good",
    file: token,
    find: "await jwtVerify(token, trusted.keys, {",
    replace:
      "await (async (text: string, _keys: unknown, _how: unknown) => ({ payload: decodeJwt(text) }))(token, trusted.keys, {",
    test: authentication("is forged"),
  },
  {
    guard: "A token that never ends is refused",
    file: token,
    find: `requiredClaims: ["exp", "iat"],`,
    replace: "",
    also: [{ file: token, find: "exp: z.number(),", replace: "exp: z.number().optional()," }],
    test: authentication("never expires"),
  },
  {
    guard: "A token names its client",
    file: token,
    find: `if (clientId === undefined) throw invalid("The token does not name its client.");`,
    replace: "",
    also: [
      {
        file: principals,
        find: "if (!clientIds.includes(token.clientId))",
        replace: "if (token.clientId !== undefined && !clientIds.includes(token.clientId))",
      },
    ],
    test: authentication("names no client"),
  },
  {
    guard: "A token is of the client that may do this",
    file: principals,
    find: "if (!clientIds.includes(token.clientId))",
    replace: "if (false)",
    test: authentication("is of another client"),
  },
  {
    guard: "A token has the scope for this",
    file: principals,
    find: "if (scope) requireScope(found, scope);",
    replace: "",
    test: authentication("has another scope"),
  },
  {
    guard: "An operator's own token stands behind a search",
    file: principals,
    find: "const { name, branch, roles } = found.claims;",
    replace: "const { name = 'x', branch = 'main-street', roles } = found.claims;",
    test: authentication("names no branch"),
  },
  {
    guard: "An operator has a role that gives the right",
    file: "demo/bank/auth/require-operator.ts",
    find: "if (!operator || !role)",
    replace: "if (!operator)",
    test: authentication("has no role"),
  },
  {
    guard: "A bad operator token is never ignored",
    file: "demo/bank/auth/authorise.ts",
    find: "return taking.length > 0 ? taking : security;",
    replace: "return security;",
    test: authentication("a bad operator token is an error"),
  },
  {
    guard: "Only tellers and agents search",
    file: "demo/bank/customers/search-customers.ts",
    find: "requireOperator(call, askingRoles)",
    replace: `requireOperator(call, [...askingRoles, "supervisor", "auditor"])`,
    test: search("only tellers and agents may search"),
  },
  {
    guard: "Searches are throttled",
    file: "demo/bank/customers/search-customers.ts",
    find: "await throttleSearch(trx, call.settings, operator.sub);",
    replace: "",
    test: throttle("of ten searches at once exactly three"),
  },
  {
    guard: "Searches at the same instant all count",
    file: "demo/bank/customers/search-customers.ts",
    find: `await lockSubject(trx, "search", operator.sub);`,
    replace: "",
    test: throttle("of ten searches at once exactly three"),
  },
  {
    guard: "Names and accounts are masked",
    file: "demo/bank/customers/search-customers.ts",
    find: "masked_iban: maskIban(row.iban),",
    replace: "masked_iban: row.iban,",
    test: search("names and accounts are masked"),
  },
  {
    guard: "A receipt is for this order's digest",
    file: verify,
    find: "if (statement.order_digest !== order.digest)",
    replace: "if (false)",
    test: receipts("digest"),
  },
  {
    guard: "A receipt holds this order's nonce",
    file: verify,
    find: "if (statement.nonce !== order.nonce)",
    replace: "if (false)",
    test: receipts("nonce"),
  },
  {
    guard: "A receipt's approval was asked by the order's client",
    file: verify,
    find: "if (statement.azp !== order.clientId)",
    replace: "if (false)",
    test: receipts("client"),
  },
  {
    guard: "A receipt's approval is of the customer issuer",
    file: verify,
    find: "if (statement.iss !== customerIssuer)",
    replace: "if (false)",
    test: receipts("issuer"),
  },
  {
    guard: "A receipt's key is pinned for the order's customer",
    file: verify,
    find: "if (key.customerSub !== order.customerSub)",
    replace: "if (false)",
    test: receipts("a changed decision, a changed signature"),
  },
  {
    guard: "A removed key signs nothing",
    file: verify,
    find: "if (key.removedAt !== null)",
    replace: "if (false)",
    test: receipts("a device in its cool-down and a removed one"),
  },
  {
    guard: "A key in its cool-down signs nothing",
    file: verify,
    find: "if (!key.usable)",
    replace: "if (false)",
    test: receipts("a device in its cool-down and a removed one"),
  },
  {
    guard: "A receipt's signature is verified",
    file: verify,
    find: "if (!(await verifyReceiptSignature(receipt, key.publicKeyJwk)))",
    replace: "if (false)",
    test: receipts("a changed decision, a changed signature"),
  },
  {
    guard: "An order takes one receipt",
    file: "demo/bank/receipts/lodge-receipt.ts",
    find: "if (kept.receiptHash !== receiptHash)",
    replace: "if (false)",
    test: receipts("the same receipt again gets the same answer"),
  },
  {
    guard: "Only an open order takes a receipt",
    file: "demo/bank/receipts/lodge-receipt.ts",
    find: "requireOpen(order);",
    replace: "",
    test: receipts("a draft, a void and an expired order"),
  },
  {
    guard: "One approval of the OP answers one order",
    file: "demo/bank/migrations/001-bank.sql",
    find: "create unique index orders_one_approval",
    replace: "create index orders_one_approval",
    test: receipts("one approval of the sign-in service answers one order"),
  },
  {
    guard: "A report is a decline to everyone but the fraud desk",
    file: "demo/bank/receipts/lodge-receipt.ts",
    find: `return decision === "approved" ? "approved" : "declined";`,
    replace: "return decision as never;",
    test: receipts("a report is, to console and device"),
  },
  {
    guard: "A phone is enrolled by a fresh login",
    file: enrol,
    find: "if (!(age <= loginMaxAgeSeconds && age >= -5))",
    replace: "if (false)",
    test: enrolment("the login must be fresh"),
  },
  {
    guard: "A phone is enrolled by the phone's client",
    file: principals,
    find: "allowClient(found, [settings.phoneClientId]);",
    replace: "",
    test: enrolment("the login must be fresh"),
  },
  {
    guard: "A phone is enrolled by a token for that",
    file: principals,
    find: `requireScope(found, "phone:enrol");`,
    replace: "",
    test: enrolment("the login must be fresh"),
  },
  {
    guard: "One login enrols one phone",
    file: enrol,
    find: `if (used) throw refuse("token_used", "Log in again to enrol another device.", { field });`,
    replace: "",
    also: [
      {
        file: "demo/bank/migrations/001-bank.sql",
        find: "unique (enrolment_iss, enrolment_jti)",
        replace: "check (true)",
      },
    ],
    test: enrolment("one login enrols one device"),
  },
  {
    guard: "A second phone waits",
    file: enrol,
    find: "earlier.length > 0 ? call.settings.deviceCoolDownSeconds : 0",
    replace: "0",
    test: enrolment("the first device is usable at once"),
  },
  {
    guard: "A key is pinned once",
    file: "demo/bank/migrations/001-bank.sql",
    find: "key_thumbprint text not null unique,",
    replace: "key_thumbprint text not null,",
    also: [
      {
        file: enrol,
        find: `.onConflict((conflict) => conflict.column("keyThumbprint").doNothing())`,
        replace: "",
      },
    ],
    test: enrolment("a key is pinned once"),
  },
  {
    guard: "A customer has five phones at most",
    file: enrol,
    find: "earlier.filter((each) => each.removedAt === null).length >= devicesMax",
    replace: "false",
    test: enrolment("a customer has five devices at most"),
  },
  {
    guard: "Only a public key on the curve is pinned",
    file: enrol,
    find: `await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, [
      "verify",
    ]);`,
    replace: "",
    test: enrolment("a key that is no point of the curve"),
  },
];
