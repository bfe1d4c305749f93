import { type Mutation, testsOf } from "./mutation.ts";

const followUp = testsOf("integration", "tests/integration/console/follow-up.test.ts");
const send = testsOf("integration", "tests/integration/console/send.test.ts");
const guards = testsOf("integration", "tests/integration/console/guards.test.ts");
const poll = "lib/console/engine/poll-request.ts";
const execute = "lib/console/engine/execute-request.ts";
const token = "lib/console/op/poll-token.ts";

/** From the first byte to the OP to the last of the tokens. */
export const consoleFollowUpMutations: Mutation[] = [
  {
    guard: "An order that the bank did not open is asked of nobody",
    file: "lib/console/requests/send-request.ts",
    find: "if (opened) return requestView(opened, ctx.operator);",
    replace: "",
    test: send("when the bank refuses to open the order"),
  },
  {
    guard: "The customer is asked about the order and digest that were quoted",
    file: "lib/console/requests/send-request.ts",
    find: "digest: row.orderDigest,",
    replace: `digest: "e".repeat(43),`,
    test: send("a request is reserved, opened at the bank"),
  },
  {
    guard: "Whatever may have got out of a failed start is taken back",
    file: "lib/console/requests/fail-request.ts",
    find: `await boss.send(WITHDRAW, { requestId, reason: "failed" }, { db: bossIn(transaction) });`,
    replace: "",
    test: send("invalid_binding_message"),
  },
  {
    guard: "The deadline is the smaller of the OP's and the flow's",
    file: "lib/console/requests/send-request.ts",
    find: "Math.min(answer.expiresInSeconds, expirySeconds)",
    replace: "answer.expiresInSeconds",
    test: send("an interval that the OP leaves out"),
  },
  {
    guard: "A transition happens from its own states only (compare-and-set)",
    file: "lib/console/requests/transition.ts",
    find: `.where("state", "in", change.from)`,
    replace: "",
    test: send("a request that was swept meanwhile"),
  },
  {
    guard: "An execution moves from its own states only (compare-and-set)",
    file: "lib/console/requests/transition.ts",
    find: "if (change.fromExecution) query",
    replace: "if (false) query",
    test: guards("a settled execution is not settled again"),
  },
  {
    guard: "A state that is over stays over, in the database too",
    file: "lib/console/migrations/001-console.sql",
    find: "if new.state <> old.state and old.state in (",
    replace: "if false and old.state in (",
    test: followUp("the database itself refuses to change a state"),
  },
  {
    guard: "A request that is over is polled no more",
    file: poll,
    find: `if (row?.state !== "pending" || row.authReqIdSealed === null) return "done";`,
    replace: `if (!row) return "done";`,
    test: followUp("a cancelled request is polled no more"),
  },
  {
    guard: "A request is polled no sooner than its interval: slow_down is for good",
    file: poll,
    find: "const SLOW_DOWN_SECONDS = 5;",
    replace: "const SLOW_DOWN_SECONDS = 0;",
    test: followUp("slow_down: the interval is five seconds longer"),
  },
  {
    guard: "After the deadline there is one last poll, then it is over",
    file: poll,
    find: `case "unanswered": {
      if (row.isOver)`,
    replace: `case "unanswered": {
      if (false)`,
    test: followUp("still pending at the last poll"),
  },
  {
    guard: "Tokens are for the customer who was asked",
    file: token,
    find: "claims.sub !== customerSub",
    replace: "false",
    test: followUp("the token of another customer"),
  },
  {
    guard: "The ID Token's signature is verified",
    file: "lib/console/op/op-clients.ts",
    find: "? [client.enableNonRepudiationChecks, client.allowInsecureRequests]",
    replace: "? [client.allowInsecureRequests]",
    test: followUp("a forged signature"),
  },
  {
    guard: "The ID Token has the registered algorithm",
    file: "lib/console/op/op-clients.ts",
    find: "id_token_signed_response_alg: config.CONSOLE_CIBA_ID_TOKEN_ALG,",
    replace: "",
    test: followUp("an algorithm that is not the registered one"),
  },
  {
    guard: "An old ID Token is refused",
    file: token,
    find: "claims.iat < now - ID_TOKEN_MAX_AGE_SECONDS",
    replace: "false",
    test: followUp("an ID Token issued two hours ago"),
  },
  {
    guard: "An ID Token from the future is refused",
    file: token,
    find: "claims.iat > now + CLOCK_TOLERANCE_SECONDS",
    replace: "false",
    test: followUp("an ID Token from the future"),
  },
  {
    guard: "An ID Token is for this client alone",
    file: token,
    find: "[claims.aud].flat().length !== 1",
    replace: "false",
    test: guards("an ID Token for a second audience"),
  },
  {
    guard: "Tokens without an ID Token are refused",
    file: token,
    find: `if (!claims || !answer.id_token) return { kind: "refused", accessToken: answer.access_token };`,
    replace: `if (!claims || !answer.id_token)
    return { kind: "tokens", tokens: { accessToken: answer.access_token, idToken: "", expiresInSeconds: 60 } };`,
    test: followUp("an answer without an ID Token"),
  },
  {
    guard: "Tokens that are refused are revoked",
    file: poll,
    find: "if (outcome.accessToken)",
    replace: "if (false)",
    test: followUp("the token of another customer is revoked"),
  },
  {
    guard: "Tokens that come too late are revoked",
    file: poll,
    find: "await revokeToken(outcome.tokens.accessToken).catch(",
    replace: "await Promise.resolve().catch(",
    test: followUp("tokens that come in the same instant"),
  },
  {
    guard: "Tokens are sealed for one row and column",
    file: "lib/platform/seal.ts",
    find: "if (protectedHeader.ctx !== context)",
    replace: "if (false)",
    test: followUp("a sealed value that is moved"),
  },
  {
    guard: "The intent is committed before the bank is called",
    file: execute,
    find: `if (row.execution === "waiting" && !(await writeIntent(requestId, row.orderId, idempotencyKey)))`,
    replace: "if (false)",
    test: followUp("executed once, with the intent before it"),
  },
  {
    guard: "One intent for an order",
    file: "lib/console/migrations/001-console.sql",
    find: "order_id text primary key,\n  request_id uuid not null unique references requests,",
    replace: "order_id text,\n  request_id uuid not null references requests,",
    also: [
      {
        file: "lib/console/migrations/001-console.sql",
        find: "idempotency_key text not null unique,",
        replace: "idempotency_key text not null,",
      },
    ],
    test: guards("an order has one intent"),
  },
  {
    guard: "The bank is asked for a key before it is sent again",
    file: execute,
    find: `if (row.execution !== "waiting" || row.isTokenOver) {`,
    replace: "if (row.isTokenOver) {",
    test: followUp("an answer that is lost (drop)"),
  },
  {
    guard: "Nothing is sent while the bank cannot say",
    file: execute,
    find: `if (known === "unknown") return "again";`,
    replace: "",
    test: followUp("while the bank cannot say"),
  },
  {
    guard: "A 5xx of the bank is an unknown outcome and no refusal",
    file: "lib/console/bank/call-bank.ts",
    find: "if (answer.status >= 500)",
    replace: "if (false)",
    test: guards("a 503 of the bank after it executed"),
  },
  {
    guard: "No answer is remembered as an unknown outcome",
    file: execute,
    find: `if (error.kind !== "unreachable") await markUnknown(requestId);`,
    replace: "",
    test: followUp("an answer that is lost (drop)"),
  },
  {
    guard: "Tokens that ran out are not sent",
    file: execute,
    find: "if (row.isTokenOver || row.accessTokenSealed === null) {",
    replace: "if (row.accessTokenSealed === null) {",
    test: followUp("tokens that ran out before the first send"),
  },
  {
    guard: "An order is given up only when the bank has voided it",
    file: execute,
    find: `if (!(await voided(row.orderId))) return "again";`,
    replace: "",
    test: guards("an order whose token ran out is given up"),
  },
  {
    guard: "Tokens are revoked after use",
    file: "lib/console/engine/finish-request.ts",
    find: `await revokeToken(
      await`,
    replace: `String(
      await`,
    test: followUp("executed once, with the intent before it"),
  },
  {
    guard: "The OP session is ended after use",
    file: "lib/console/engine/finish-request.ts",
    find: "await endOpSession(await",
    replace: "void (await",
    test: followUp("executed once, with the intent before it"),
  },
  {
    guard: "Withdrawing is repeated until bank and phone both know",
    file: "lib/console/engine/withdraw-request.ts",
    find: `return failed ? "again" : "done";`,
    replace: `return "done";`,
    test: followUp("the order is voided and the phone told"),
  },
  {
    guard: "The device's old, doubled and late words are dropped by version",
    file: "lib/console/requests/apply-delivery.ts",
    find: "before.deliveryVersion >= said.version",
    replace: "false",
    test: followUp("frames that come twice, late or out of order"),
  },
  {
    guard: "A start that is on its way is not swept",
    file: "lib/console/engine/sweep.ts",
    find: "const STALE_SECONDS = 40;",
    replace: "const STALE_SECONDS = 0;",
    test: followUp("a start that stopped half-way"),
  },
];
