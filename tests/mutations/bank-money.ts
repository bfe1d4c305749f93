import { type Mutation, testsOf } from "./mutation.ts";

const executions = testsOf("contract", "tests/contract/bank/executions.test.ts");
const orders = testsOf("contract", "tests/contract/bank/orders.test.ts");
const quotes = testsOf("contract", "tests/contract/bank/quotes.test.ts");
const races = testsOf("contract", "tests/contract/bank/races.test.ts");
const processes = testsOf("contract", "tests/contract/bank/process.test.ts");
const guards = testsOf("contract", "tests/contract/bank/guards.test.ts");
const execute = "demo/bank/executions/execute-order.ts";
const transfer = "demo/bank/executions/execute-transfer.ts";
const once = "demo/bank/executions/once.ts";
const open = "demo/bank/orders/open-order.ts";

/** Orders from quote to execution, and the ledger. */
export const bankMoneyMutations: Mutation[] = [
  {
    guard: "A client quotes for itself only",
    file: "demo/bank/orders/quote-order.ts",
    find: "if (input.client_id !== caller.clientId)",
    replace: "if (false)",
    test: quotes("name, role and branch come from the operator's token"),
  },
  {
    guard: "An operator's branch is the bank's",
    file: "demo/bank/orders/quote-order.ts",
    find: `if (!branch) throw`,
    replace: `if (!branch) return { id: "main-street", name: "x" };\n  if (!branch) throw`,
    test: quotes("name, role and branch come from the operator's token"),
  },
  {
    guard: "A flow is quoted by its own roles",
    file: "demo/bank/orders/quote-order.ts",
    find: "requireOperator(call, flow.roles)",
    replace: `requireOperator(call, ["teller", "agent"])`,
    test: quotes("a caller is verified by agents only"),
  },
  {
    guard: "Nothing is quoted for a blocked customer",
    file: "demo/bank/orders/quote-order.ts",
    find: `if (customer.status === "blocked")`,
    replace: "if (false)",
    test: quotes("a transfer is refused before the customer is bothered"),
  },
  {
    guard: "An account is the customer's own",
    file: "demo/bank/orders/quote-transfer.ts",
    find: `.where("customerSub", "=", parties.customerSub)`,
    replace: "",
    test: quotes("a transfer is refused before the customer is bothered"),
  },
  {
    guard: "Funds are checked before the customer is bothered",
    file: "demo/bank/orders/quote-transfer.ts",
    find: "if (from.balanceMinor < amountMinor + feeMinor)",
    replace: "if (false)",
    test: quotes("a transfer is refused before the customer is bothered"),
  },
  {
    guard: "One transfer has a limit",
    file: "demo/bank/orders/limits.ts",
    find: "if (BigInt(amount.amount_minor) > limit)",
    replace: "if (false)",
    test: quotes("a transfer is refused before the customer is bothered"),
  },
  {
    guard: "A quote is opened by the operator who asked for it",
    file: open,
    find: "if (order.operatorSub !== by.operatorSub)",
    replace: "if (false)",
    test: orders("a key is required, and what was refused leaves it free"),
  },
  {
    guard: "A quote is opened once",
    file: open,
    find: `if (order.status !== "draft")`,
    replace: "if (false)",
    test: orders("a quote is opened once"),
  },
  {
    guard: "A quote runs out",
    file: "demo/bank/orders/lock-order.ts",
    find: "status = 'draft' and quote_expires_at <= clock_timestamp()",
    replace: "false",
    test: orders("a quote runs out"),
  },
  {
    guard: "An open order runs out",
    file: "demo/bank/orders/lock-order.ts",
    find: "or status = 'open' and expires_at <= clock_timestamp()",
    replace: "",
    test: executions("after a decline, a void or the end of its time"),
  },
  {
    guard: "An operator's day has a limit",
    file: open,
    find: "await requireOperatorLimit(trx, settings, by.operatorSub, amount);",
    replace: "",
    test: orders("open orders count against the operator's day"),
  },
  {
    guard: "An operator's limit is exact at the same instant",
    file: open,
    find: `await lockSubject(trx, "operator", by.operatorSub);`,
    replace: "",
    test: orders("open orders count against the operator's day"),
  },
  {
    guard: "An order is read by its own client",
    file: "demo/bank/orders/read-order.ts",
    find: "if (order.clientId !== caller.clientId) throw unknownOrder();",
    replace: "",
    test: orders("the console reads only its own client's orders"),
  },
  {
    guard: "An order is voided by its own client",
    file: "demo/bank/orders/void-order.ts",
    find: "if (order.clientId !== clientId) throw unknownOrder();",
    replace: "",
    test: guards("an order of another client is neither voided nor opened"),
  },
  {
    guard: "A quote is opened by its own client",
    file: open,
    find: "if (order.clientId !== by.clientId) throw unknownOrder();",
    replace: "",
    test: guards("an order of another client is neither voided nor opened"),
  },
  {
    guard: "The device zone never sees a draft",
    file: "demo/bank/orders/read-order.ts",
    find: "if (order.expiresAt === null) throw unknownOrder();",
    replace: "",
    test: orders("a draft can be voided and then never opened"),
  },
  {
    guard: "The first of receipt and void wins, under the order's lock",
    file: "demo/bank/orders/lock-order.ts",
    find: "    .forUpdate()\n",
    replace: "",
    also: [
      {
        file: "demo/bank/orders/move-order.ts",
        find: `.where("status", "=", order.status)`,
        replace: "",
      },
    ],
    test: races("receipt against void"),
  },
  {
    guard: "An approved order can be taken back until it is executed",
    file: "demo/bank/orders/void-order.ts",
    find: `case "open":
      case "approved":`,
    replace: `case "open":`,
    test: executions("an approved order can be voided until it is executed"),
  },
  {
    guard: "An executed order is not voided",
    file: "demo/bank/orders/void-order.ts",
    find: `throw refuse("already_executed", "It has been done and cannot be withdrawn.");`,
    replace: `return { order_id: order.id, status: "void" };`,
    test: executions("void against execution"),
  },
  {
    guard: "A voided order is not executed, also when it was approved",
    file: execute,
    find: `if (order.status === "void")
    throw`,
    replace: `if (order.status === "void") return;
  if (false)
    throw`,
    also: [
      {
        file: "demo/bank/orders/move-order.ts",
        find: "if (!moves[order.status].includes(to)) throw",
        replace: "if (false) throw",
      },
    ],
    test: races("receipt against void"),
  },
  {
    guard: "An approval that is not used runs out",
    file: "demo/bank/orders/lock-order.ts",
    find: "or status = 'approved'",
    replace: "or false",
    test: executions("an approval that is not used for ten minutes"),
  },
  {
    guard: "Execution needs the order's own customer's token",
    file: execute,
    find: "if (order.customerSub !== caller.sub)",
    replace: "if (false)",
    test: executions("by the wrong token"),
  },
  {
    guard: "Execution needs the flow's scope",
    file: execute,
    find: `if (scope !== "openid") requireScope(caller, scope);`,
    replace: "void scope;",
    test: executions("by the wrong token"),
  },
  {
    guard: "Execution needs the order's own client",
    file: execute,
    find: "if (!order || order.clientId !== caller.clientId) throw unknownOrder();",
    replace: "if (!order) throw unknownOrder();",
    test: executions("of an order that does not exist, or is of another client"),
  },
  {
    guard: "Execution needs an approval",
    file: execute,
    find: "requireApproved(order);",
    replace: "",
    test: executions("without a receipt"),
  },
  {
    guard: "Execution is of the digest that was approved",
    file: execute,
    find: "if (order.digest !== digest)",
    replace: "if (false)",
    test: executions("with another digest"),
  },
  {
    guard: "An order is executed once, whatever the key",
    file: execute,
    find: `if (order.status === "executed")
    throw`,
    replace: `if (order.status === "executed") return;
  if (false)
    throw`,
    test: executions("twice, with a second key"),
  },
  {
    guard: "An idempotency key's answer is kept",
    file: once,
    find: "if (kept) {",
    replace: "if (false) {",
    test: executions("the same key gets the same answer"),
  },
  {
    guard: "An idempotency key is for one request",
    file: once,
    find: "if (kept.requestHash !== requestHash)",
    replace: "if (false)",
    test: executions("the same key gets the same answer"),
  },
  {
    guard: "One key at the same instant is done once",
    file: once,
    find: 'await lockSubject(trx, "key", `${clientId}:${key}`);',
    replace: "",
    test: races("ten executions of one order at once"),
  },
  {
    guard: "A question by key waits for the execution under way",
    file: "demo/bank/executions/read-execution.ts",
    find: 'await lockSubject(trx, "key", `${clientId}:${key}`);',
    replace: "",
    test: processes("a question by key waits"),
  },
  {
    guard: "A key of opening says nothing about executing",
    file: "demo/bank/executions/read-execution.ts",
    find: `.where("operation", "=", "executeOrder")`,
    replace: "",
    test: executions("a key of execution is none of opening"),
  },
  {
    guard: "Funds are checked again when money moves",
    file: transfer,
    find: "if (balanceAfter < 0n)",
    replace: "if (false)",
    test: executions("what changed since the quote"),
  },
  {
    guard: "A customer's day has a limit",
    file: transfer,
    find: "await requireCustomerLimit(trx, settings, order.customerSub, amount);",
    replace: "",
    test: executions("the customer's day limit holds for two executions at once"),
  },
  {
    guard: "A customer's limit is exact at the same instant",
    file: transfer,
    find: `await lockSubject(trx, "customer", order.customerSub);`,
    replace: "",
    test: executions("the customer's day limit holds for two executions at once"),
  },
  {
    guard: "Nothing leaves a customer who was blocked meanwhile",
    file: transfer,
    find: `if (customer.status === "blocked")`,
    replace: "if (false)",
    test: guards("a customer who was blocked meanwhile"),
  },
  {
    guard: "Nothing is released of a customer who was blocked meanwhile",
    file: "demo/bank/executions/release-profile.ts",
    find: `if (customer.status === "blocked")`,
    replace: "if (false)",
    test: guards("a customer who was blocked meanwhile"),
  },
  {
    guard: "Nothing is paid into an account that was blocked meanwhile",
    file: transfer,
    find: `if (to?.status === "blocked")`,
    replace: "if (false)",
    test: guards("a payee's account that was blocked meanwhile"),
  },
  {
    guard: "Nothing leaves an account that was blocked meanwhile",
    file: transfer,
    find: `if (from.status === "blocked")`,
    replace: "if (false)",
    test: executions("what changed since the quote"),
  },
  {
    guard: "Only the fields that were agreed to are released",
    file: "demo/bank/executions/release-profile.ts",
    find: "const released = fields.flatMap((field) => {",
    replace: "const released = (Object.keys(known) as ProfileField[]).flatMap((field) => {",
    test: executions("a verified caller's fields are released once"),
  },
  {
    guard: "A posting balances, by the database",
    file: "demo/bank/migrations/001-bank.sql",
    find: "group by currency having sum(amount_minor) <> 0",
    replace: "group by currency having false",
    test: processes("the runtime role can rewrite no order"),
  },
  {
    guard: "No account is overdrawn, by the database",
    file: "demo/bank/migrations/001-bank.sql",
    find: "constraint account_not_overdrawn check (balance_minor >= 0)",
    replace: "constraint account_not_overdrawn check (true)",
    test: guards("an overdrawn account"),
  },
  {
    guard: "The runtime role rewrites no order, receipt or ledger",
    file: "demo/bank/database/grant-runtime.ts",
    find: "await sql`revoke all on all tables in schema bank from ${name}`.execute(trx);",
    replace: "await sql`grant all on all tables in schema bank to ${name}`.execute(trx);",
    test: processes("the runtime role can rewrite no order"),
  },
  {
    guard: "The door for faults does not exist unless it is switched on",
    file: "demo/bank/server.ts",
    find: `if (operation.id === "setFault" && !settings.faults) continue;`,
    replace: "",
    test: processes("without BANK_FAULTS the test door does not exist"),
  },
];
