import { type Mutation, testsOf } from "./mutation.ts";

const channel = testsOf("integration", "tests/integration/device/channel.test.ts");
const guards = testsOf("integration", "tests/integration/device/guards.test.ts");
const zone = testsOf("integration", "tests/integration/device/zone.test.ts");
const token = "lib/device/op/verify-token.ts";
const bearer = "lib/device/channel/verify-bearer.ts";
const receive = "lib/device/channel/receive-request.ts";
const check = "lib/device/approvals/check-order.ts";

/** What the OP asks, by what right, and whether it is what the bank holds. */
export const deviceChannelMutations: Mutation[] = [
  {
    guard: "A bearer is signed by the issuer",
    file: token,
    find: "await jwtVerify(token, issuer.keys, {",
    replace:
      "await (async (text: string, _keys: unknown, _how: unknown) => ({ payload: JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()), protectedHeader: { typ: 'JWT' } }))(token, issuer.keys, {",
    test: channel("with a forged signature"),
  },
  {
    guard: "A bearer is of the customer issuer",
    file: token,
    find: "issuer: issuer.url,",
    replace: "",
    test: channel("of another issuer"),
  },
  {
    guard: "A bearer is for the issuer alone",
    file: bearer,
    find: "audience: ctx.issuer.url,",
    replace: "",
    also: [{ file: bearer, find: "if (aud !== ctx.issuer.url) throw notAccepted();", replace: "" }],
    test: channel("with another audience"),
  },
  {
    guard: "A bearer has no second audience",
    file: bearer,
    find: "z.union([z.string(), z.tuple([z.string()]).transform(([only]) => only)])",
    replace: "z.union([z.string(), z.array(z.string()).transform(([only]) => only)])",
    test: channel("with a second audience"),
  },
  {
    guard: "A bearer is of a client that may ask",
    file: bearer,
    find: "if (!ctx.config.DEVICE_CONSOLE_CLIENT_IDS.includes(azp))",
    replace: "if (false)",
    test: channel("of a client that asks nobody"),
  },
  {
    guard: "An ordinary access token is no bearer",
    file: bearer,
    find: "z.strictObject({",
    replace: "z.looseObject({",
    test: channel("that is an access token (scope)"),
  },
  {
    guard: "A token of RFC 9068 is no bearer",
    file: bearer,
    find: `(headerType !== undefined && headerType.toUpperCase() !== "JWT")`,
    replace: "false",
    test: channel("that is an access token (at+jwt)"),
  },
  {
    guard: "An ID Token is no bearer",
    file: bearer,
    find: `typ: z.literal("Bearer").optional(),`,
    replace: "typ: z.string().optional(),",
    test: channel("that is an ID token"),
  },
  {
    guard: "A bearer that leaves no time asks nobody",
    file: receive,
    find: "if (deadlineMs <= now)",
    replace: "if (false)",
    test: guards("a bearer that is good, but leaves no time"),
  },
  {
    guard: "A key that the contract does not have is refused",
    file: "lib/core/contracts/channel.ts",
    find: "z.strictObject({",
    replace: "z.object({",
    test: channel("an unknown key is refused"),
  },
  {
    guard: "A context holds order and digest and nothing else",
    file: "lib/core/contracts/order.ts",
    find: "export const requestContext = z.strictObject(",
    replace: "export const requestContext = z.object(",
    test: channel("a context with more in it"),
  },
  {
    guard: "A context that is missing, cut or not ours is refused",
    file: "lib/device/channel/parse-request.ts",
    find: "if (!context.success)",
    replace: "if (!context.success && !parsed.data.request_context.startsWith('{'))",
    test: channel("a cut context"),
  },
  {
    guard: "A body has a bound, whatever length it claims",
    file: "lib/platform/http/read-bounded.ts",
    find: "if (length > maxBytes)",
    replace: "if (false)",
    test: channel("a megabyte is refused"),
  },
  {
    guard: "The same request again makes no second question",
    file: receive,
    find: "if (same?.requestHash === requestHash) return { approvalId: same.id, fresh: false };",
    replace: "",
    test: channel("a repeated request (lost 201)"),
  },
  {
    guard: "A jti with another body is refused",
    file: receive,
    find: "if (same?.requestHash === requestHash) return { approvalId: same.id, fresh: false };",
    replace: "if (same) return { approvalId: same.id, fresh: false };",
    test: channel("a jti used again for something else"),
  },
  {
    guard: "A jti asks once only, by the database",
    file: "lib/device/migrations/001-device.sql",
    find: "unique (iss, azp, jti_hash),",
    replace: "",
    test: guards("the database keeps one question for a jti and one for an order"),
  },
  {
    guard: "An order is asked about once",
    file: receive,
    find: "if (earlier.length > 0)",
    replace: "if (false)",
    also: [
      {
        file: "lib/device/migrations/001-device.sql",
        find: "unique (iss, azp, order_id),",
        replace: "",
      },
    ],
    test: channel("an order that is being asked about"),
  },
  {
    guard: "An order is asked about once, by the database",
    file: "lib/device/migrations/001-device.sql",
    find: "unique (iss, azp, order_id),",
    replace: "",
    test: guards("the database keeps one question for a jti and one for an order"),
  },
  {
    guard: "An order that was withdrawn before its question came is not asked",
    file: receive,
    find: "if (withdrawal)",
    replace: "if (false)",
    test: channel("an order withdrawn before its question came"),
  },
  {
    guard: "The order's content is what the digest says",
    file: check,
    find: "(await orderDigest(order)) !== row.orderDigest",
    replace: "false",
    test: channel("content that was changed at the bank"),
  },
  {
    guard: "The digest is the one that the OP brought",
    file: check,
    find: "if (found.digest !== row.orderDigest || (await orderDigest(order)) !== row.orderDigest)",
    replace: "if ((await orderDigest(order)) !== found.digest)",
    test: channel("another digest than the bank's"),
  },
  {
    guard: "The order is the bearer's customer's",
    file: check,
    find: "order.customer_sub !== row.customerSub ||",
    replace: "",
    test: channel("an order of another customer"),
  },
  {
    guard: "The order is the bearer's client's",
    file: check,
    find: "|| order.client_id !== row.azp",
    replace: "",
    test: channel("an order of another client"),
  },
  {
    guard: "The order is open",
    file: check,
    find: `|| found.status !== "open"`,
    replace: "",
    test: channel("an order that is void"),
  },
  {
    guard: "An order without words of its own is not shown",
    file: check,
    find: `log.warn("device.order-has-no-words", { approvalId: row.id, error });
    return false;`,
    replace: "return true;",
    test: channel("a flow that nobody knows"),
  },
  {
    guard: "A customer without a phone is said to have none",
    file: check,
    find: "if (!device) {",
    replace: "if (false) {",
    test: channel("a customer without a phone"),
  },
  {
    guard: "What does not fit is told to the OP",
    file: check,
    find: "if (ended) await tellOp({ ctx, input: { approvalId: row.id } });",
    replace: "",
    test: channel("an order of another customer"),
  },
  {
    guard: "A verb of the device zone runs in its zone only",
    file: "lib/device/http.ts",
    find: `requireZone("device");`,
    replace: "",
    also: [{ file: "lib/device/context.ts", find: `requireZone("device");`, replace: "" }],
    test: zone("in a process of the console's zone"),
  },
];
