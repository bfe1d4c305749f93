import { type Mutation, testsOf } from "./mutation.ts";

const session = testsOf("integration", "tests/integration/console/session.test.ts");
const zone = testsOf("integration", "tests/integration/console/zone.test.ts");

/** Who acts at the console, and for how long. */
export const consoleSessionMutations: Mutation[] = [
  {
    guard: "An idle session locks",
    file: "lib/console/session/read-session.ts",
    find: "if (row.isExpired || row.isIdle) {",
    replace: "if (row.isExpired) {",
    test: session("a session that was idle"),
  },
  {
    guard: "A session ends at its absolute limit",
    file: "lib/console/session/read-session.ts",
    find: "if (row.isExpired || row.isIdle) {",
    replace: "if (row.isIdle) {",
    test: session("a session past its absolute limit"),
  },
  {
    guard: "An ended session stays ended",
    file: "lib/console/session/read-session.ts",
    find: `if (row.endedAt) return`,
    replace: "if (false) return",
    test: session("a session that was ended"),
  },
  {
    guard: "What a page does by itself is no activity",
    file: "lib/console/session/read-session.ts",
    find: "if (touch && row.isTouchDue)",
    replace: "if (row.isTouchDue)",
    test: session("a stream is no activity"),
  },
  {
    guard: "Without a session nothing is answered",
    file: "lib/console/session/operator-context.ts",
    find: `if (session.state !== "open")`,
    replace: "if (false)",
    test: session("a session that was ended"),
  },
  {
    guard: "The cookie's reference is stored as a hash only",
    file: "lib/console/session/open-session.ts",
    find: "tokenHash: sha256(input.sessionToken),",
    replace: "tokenHash: input.sessionToken,",
    test: session("neither the cookie's reference nor a token"),
  },
  {
    guard: "Tokens go with the session",
    file: "lib/console/session/end-sessions.ts",
    find: `accessTokenSealed: "",
        refreshTokenSealed: null,
        idTokenSealed: "",`,
    replace: "",
    test: session("a session that was ended"),
  },
  {
    guard: "An ended session has no operator token",
    file: "lib/console/session/operator-token.ts",
    find: `.where("endedAt", "is", null)
    .select(`,
    replace: ".select(",
    test: session("an ended session has no token for the bank"),
  },
  {
    guard: "A session that the staff issuer ended ends here",
    file: "lib/console/session/operator-token.ts",
    find: `await endSessions({ id: ctx.sessionId }, "op_logout");`,
    replace: "",
    test: session("a refresh that the staff issuer refuses"),
  },
  {
    guard: "A logout token names this client",
    file: "lib/console/session/log-out-from-op.ts",
    find: "audience: config.CONSOLE_STAFF_CLIENT_ID,",
    replace: "",
    test: session("a logout token with another audience"),
  },
  {
    guard: "A logout token is of the staff issuer",
    file: "lib/console/session/log-out-from-op.ts",
    find: "issuer: config.CONSOLE_STAFF_ISSUER,\n      audience",
    replace: "audience",
    test: session("a logout token with another issuer"),
  },
  {
    guard: "An ID Token is no logout token",
    file: "lib/console/session/log-out-from-op.ts",
    find: "events: z.looseObject({ [event]: z.looseObject({}) }),",
    replace: "",
    test: session("a logout token with no event"),
  },
  {
    guard: "An old logout token ends nothing",
    file: "lib/console/session/log-out-from-op.ts",
    find: `maxTokenAge: "5 minutes",`,
    replace: "",
    test: session("a logout token with an old iat"),
  },
  {
    guard: "A stream ends with its session",
    file: "lib/console/events/operator-stream.ts",
    find: "void checkSession();",
    replace: "",
    test: session("a stream ends within seconds"),
  },
  {
    guard: "An action comes from our own page",
    file: "lib/console/session/act.ts",
    find: "requireSameOrigin(await headers(), consoleConfig().CONSOLE_PUBLIC_URL);",
    replace: "",
    test: session("an action from another site"),
  },
  {
    guard: "A stream is opened from our own page",
    file: "app/api/events/route.ts",
    find: "requireSameOrigin(request.headers, consoleConfig().CONSOLE_PUBLIC_URL, false);",
    replace: "",
    test: session("a stream from another site"),
  },
  {
    guard: "An action at the wrong zone does nothing",
    file: "lib/console/session/act.ts",
    find: `requireZone("console");`,
    replace: "",
    also: [
      {
        file: "lib/console/session/operator-context.ts",
        find: `requireZone("console");`,
        replace: "",
      },
    ],
    test: zone("an action posted to a process of the device zone"),
  },
  {
    guard: "A verb's context exists in its own zone only",
    file: "lib/console/session/operator-context.ts",
    find: `requireZone("console");`,
    replace: "",
    test: zone("the operator's context"),
  },
  {
    guard: "The console's routes do not exist at the device zone",
    file: "app/api/auth/backchannel-logout/route.ts",
    find: `requireZone("console");`,
    replace: "",
    test: zone("none of the console's routes"),
  },
  {
    guard: "A process serves its own zone's paths only",
    file: "proxy.ts",
    find: "if (!under(path, sharedPaths) && under(path, devicePaths) !== isDevice)",
    replace: "if (false)",
    test: zone("a path of the other zone"),
  },
];
