import { type Mutation, testsOf } from "./mutation.ts";

const decide = testsOf("integration", "tests/integration/device/decide.test.ts");
const callback = testsOf("integration", "tests/integration/device/callback.test.ts");
const core = testsOf("integration", "tests/integration/device/core-path.test.ts");
const follow = testsOf("integration", "tests/integration/device/follow.test.ts");
const enrolment = testsOf("integration", "tests/integration/device/enrolment.test.ts");
const guards = testsOf("integration", "tests/integration/device/guards.test.ts");
const receipt = "lib/device/receipts/check-receipt.ts";
const decision = "lib/device/approvals/decide.ts";
const pin = "lib/device/enrolment/use-pin.ts";
const tell = "lib/device/channel/tell-op.ts";

/** The receipt, the PIN, one decision, one callback. */
export const deviceDecisionMutations: Mutation[] = [
  {
    guard: "A receipt is for this order's digest",
    file: receipt,
    find: `require(statement.order_digest === row.orderDigest, "order_digest");`,
    replace: "",
    test: decide("with another order_digest"),
  },
  {
    guard: "A receipt says the decision that is sent",
    file: receipt,
    find: `require(statement.decision === decision, "decision");`,
    replace: "",
    test: decide("with another decision"),
  },
  {
    guard: "A receipt is about words that were served to this phone",
    file: receipt,
    find: `require(served !== undefined, "shown_text_hash");`,
    replace: "",
    test: decide("about words that this phone was never served"),
  },
  {
    guard: "A receipt names the issuer",
    file: receipt,
    find: `require(statement.iss === row.iss, "iss");`,
    replace: "",
    test: decide("with another iss"),
  },
  {
    guard: "A receipt names the client",
    file: receipt,
    find: `require(statement.azp === row.azp, "azp");`,
    replace: "",
    test: decide("with another azp"),
  },
  {
    guard: "A receipt names the bearer's jti",
    file: receipt,
    find: `require(sha256(statement.jti) === row.jtiHash, "jti");`,
    replace: "",
    test: decide("with another jti"),
  },
  {
    guard: "A receipt holds the order's nonce",
    file: receipt,
    find: `require(statement.nonce === row.orderContent?.nonce, "nonce");`,
    replace: "",
    test: decide("with another nonce"),
  },
  {
    guard: "A receipt is in this phone's name",
    file: receipt,
    find: `require(receipt.authenticator_id === ctx.device.authenticatorId, "authenticator_id");`,
    replace: "",
    test: decide("in the name of another authenticator"),
  },
  {
    guard: "A receipt is signed by this phone's key",
    file: receipt,
    find: `require(await verifyReceiptSignature(receipt, key), "signature");`,
    replace: "",
    test: decide("signed by a key that is not this phone's"),
  },
  {
    guard: "A receipt is checked before the PIN",
    file: decision,
    find: "await checkReceipt(ctx, row, input.decision, input.receipt);",
    replace: `if (input.decision === "approved") await usePin({ ctx, input: { pin: input.pin ?? "" } });
  await checkReceipt(ctx, row, input.decision, input.receipt);`,
    test: decide("is not asked for a decline, and a receipt that is not good"),
  },
  {
    guard: "An approval needs the PIN",
    file: decision,
    find: `await usePin({ ctx, input: { pin: input.pin ?? "" } });`,
    replace: "",
    test: decide("wrong ones are counted down"),
  },
  {
    guard: "Wrong PINs lock, and the right one does not open a lock",
    file: pin,
    find: ".where(holds`pin_locked_until is null or pin_locked_until <= clock_timestamp()`)",
    replace: "",
    test: decide("wrong ones are counted down"),
  },
  {
    guard: "Guesses at the same time all count",
    file: pin,
    find: ".where(holds`pin_locked_until is null or pin_locked_until <= clock_timestamp()`)",
    replace: "",
    test: decide("ten guesses at the same instant"),
  },
  {
    guard: "A wrong PIN approves nothing",
    file: pin,
    find: "if (await verifyPin(input.pin, stored)) {",
    replace: "if ((await verifyPin(input.pin, stored)) || true) {",
    test: decide("wrong ones are counted down"),
  },
  {
    guard: "A phone in its cool-down does not approve",
    file: decision,
    find: "if (ctx.device.usableFrom > new Date())",
    replace: "if (false)",
    test: enrolment("that is new may have to wait"),
  },
  {
    guard: "After the deadline it is too late, and the PIN is not looked at",
    file: decision,
    find: "if (row.deadlineAt <= new Date()) throw expired();",
    replace: "",
    test: decide("after the deadline it is too late"),
  },
  {
    guard: "A deadline that passes while the PIN is checked is kept",
    file: decision,
    find: "when: holds`deadline_at > clock_timestamp()`,",
    replace: "",
    test: guards("a deadline that passes while the PIN is checked"),
  },
  {
    guard: "One decision: a transition happens from its own states only",
    file: "lib/device/approvals/transition.ts",
    find: `.where("state", "in", [...change.from])`,
    replace: "",
    test: decide("two phones at the same instant"),
  },
  {
    guard: "The same answer again is the same decision",
    file: decision,
    find: "if (row.receiptHash === receiptHash && row.decidedBy === ctx.device.id) return answer(row);",
    replace: "",
    test: decide("the same answer sent twice"),
  },
  {
    guard: "A question is its customer's only",
    file: "lib/device/approvals/read-own.ts",
    find: `.where("customerSub", "=", ctx.device.customerSub)`,
    replace: "",
    test: decide("another customer's phone finds nothing"),
  },
  {
    guard: "A list is its customer's only",
    file: "lib/device/approvals/list-approvals.ts",
    find: `.where("customerSub", "=", ctx.device.customerSub)`,
    replace: "",
    test: decide("another customer's list and stream"),
  },
  {
    guard: "A stream is its customer's only",
    file: "lib/device/approvals/open-stream.ts",
    find: `.where("customerSub", "=", ctx.device.customerSub)`,
    replace: "",
    test: guards("a stream tells nothing of another customer"),
  },
  {
    guard: "An answer comes from our own page",
    file: "lib/device/http.ts",
    find: `requireSameOrigin(
      request.headers,`,
    replace: `String(
      request.headers,`,
    test: decide("without a session, or from another origin"),
  },
  {
    guard: "A report is a plain decline to the console",
    file: "lib/device/approvals/snapshot.ts",
    find: `...(stands && !approved ? { reason: row.declineReason ?? "declined" } : {}),`,
    replace: "...(stands && row.declineReason ? { reason: row.declineReason } : {}),",
    test: core("a report is to console and OP a plain decline"),
  },
  {
    guard: "The receipt is at the bank before the OP hears",
    file: tell,
    find: "lodged_at is not null and ",
    replace: "",
    also: [
      {
        file: "lib/device/migrations/001-device.sql",
        find: "(lodged_at is not null and callback_started_at is not null)),",
        replace: "(callback_started_at is not null)),",
      },
    ],
    test: guards("a decision that is not lodged is told to nobody"),
  },
  {
    guard: "The receipt is at the bank before the OP hears, by the database",
    file: "lib/device/migrations/001-device.sql",
    find: "(lodged_at is not null and callback_started_at is not null)),",
    replace: "(callback_started_at is not null)),",
    test: guards("the database knows no telling without a lodged receipt"),
  },
  {
    guard: "Telling is claimed and committed before the callback's first byte",
    file: tell,
    find: "const row = await claim(ctx, input.approvalId);",
    replace: `const row = await ctx.database.selectFrom("approvals").selectAll().where("id", "=", input.approvalId).where("callbackStatus", "is not", null).where("bearerSealed", "is not", null).executeTakeFirst();`,
    test: callback("from five processes at once"),
  },
  {
    guard: "A callback that is claimed is never sent again after a crash",
    file: tell,
    find: `from: ["decided"],
      to: "telling",`,
    replace: `from: ["decided", "telling"],
      to: "telling",`,
    also: [{ file: tell, find: " and callback_started_at is null`", replace: "`" }],
    test: callback("after the claim, before the answer"),
  },
  {
    guard: "CANCELLED is told once",
    file: tell,
    find: `.where("callbackStartedAt", "is", null)`,
    replace: "",
    test: guards("a withdrawal is told to the OP once"),
  },
  {
    guard: "A 403 is repeated in the first second only",
    file: tell,
    find: "&& sinceReceivedMs < CALLBACK_EARLY_MS",
    replace: "",
    test: callback("a later 403"),
  },
  {
    guard: "A callback whose answer was lost is not repeated",
    file: tell,
    find: `if (result.kind !== "unreachable") break;`,
    replace: `if (result.kind === "answered") break;`,
    test: callback("a lost answer is never repeated"),
  },
  {
    guard: "A connection that was made is not taken for none",
    file: "lib/device/op/send-callback.ts",
    find: "connected = true;",
    replace: "",
    test: callback("a lost answer is never repeated"),
  },
  {
    guard: "Only a 2xx counts as told",
    file: tell,
    find: "if (result.status >= 200 && result.status < 300)",
    replace: "if (result.status >= 200)",
    test: callback("a 500 is never repeated"),
  },
  {
    guard: "The bearer is wiped when it was used",
    file: tell,
    find: `callbackOutcome: outcome,
      bearerSealed: null,`,
    replace: "callbackOutcome: outcome,",
    test: core("a question reaches the phone, is opened and approved"),
  },
  {
    guard: "A receipt that the bank refuses approves nothing at the OP",
    file: "lib/device/receipts/lodge.ts",
    find: "await giveUp(ctx, row, error);\n      return",
    replace: "return",
    test: callback("a receipt that the bank does not accept"),
  },
  {
    guard: "A decision that never reached the bank ends with the OP's time",
    file: "lib/device/approvals/expire.ts",
    find: "when: holds`deadline_at + make_interval(secs => ${DEADLINE_MARGIN_MS / 1000}) <= clock_timestamp()`,",
    replace: "when: holds`false`,",
    test: callback("a decision that never reached the bank"),
  },
  {
    guard: "A question is not ended before its deadline",
    file: "lib/device/approvals/expire.ts",
    find: "when: holds`deadline_at <= clock_timestamp()`,",
    replace: "",
    test: callback("ends an unanswered question without a callback"),
  },
  {
    guard: "A withdrawal comes too late for an answered question",
    file: "lib/device/approvals/end-asking.ts",
    find: "from: askingStates,",
    replace: `from: [...askingStates, "decided"],`,
    test: guards("a withdrawal takes no answer back"),
  },
  {
    guard: "A withdrawn question cannot be approved",
    file: decision,
    find: `if (row.state === "withdrawn") throw withdrawn();
  if (row.state === "expired") throw expired();
  throw new`,
    replace: `if (row.state === "withdrawn") return;
  if (row.state === "expired") throw expired();
  throw new`,
    also: [
      {
        file: decision,
        find: `from: ["notified", "opened"],`,
        replace: `from: ["notified", "opened", "withdrawn"] as never,`,
      },
    ],
    test: follow("takes the question from the phone's screen"),
  },
];
