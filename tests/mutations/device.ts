import { type Mutation, testsOf } from "./mutation.ts";

const enrolment = testsOf("integration", "tests/integration/device/enrolment.test.ts");
const follow = testsOf("integration", "tests/integration/device/follow.test.ts");
const guards = testsOf("integration", "tests/integration/device/guards.test.ts");
const authorise = "lib/device/follow/authorise-console.ts";

/** Who enrols a phone, whose phone it is, and what a console may follow. */
export const deviceMutations: Mutation[] = [
  {
    guard: "A login for an enrolment is younger than its start",
    file: "lib/device/enrolment/finish-enrolment-login.ts",
    find: "if (login.authTime * 1000 < row.startedAt.getTime() - SKEW_MS)",
    replace: "if (false)",
    test: enrolment("that is older than its start is refused"),
  },
  {
    guard: "A login comes back to the browser that left",
    file: "lib/device/enrolment/finish-enrolment-login.ts",
    find: `.where("cookieHash", "=", sha256(input.cookie))`,
    replace: "",
    test: enrolment("comes back only to the browser that left"),
  },
  {
    guard: "A login comes back once",
    file: "lib/device/enrolment/finish-enrolment-login.ts",
    find: ".set({ loginSealed: null })",
    replace: ".set({ loginSealed: row.loginSealed })",
    also: [
      {
        file: "lib/device/enrolment/finish-enrolment-login.ts",
        find: "cookieHash: sha256(cookie),",
        replace: "",
      },
    ],
    test: enrolment("comes back only to the browser that left"),
  },
  {
    guard: "One login makes one phone",
    file: "lib/device/enrolment/enrol-device.ts",
    find: "if (claimed.numUpdatedRows === 0n)",
    replace: "if (false)",
    test: guards("six phones of one login at once"),
  },
  {
    guard: "A login is used up when the bank refuses",
    file: "lib/device/enrolment/enrol-device.ts",
    find: `await ctx.database.deleteFrom("enrolments").where("id", "=", enrolmentId).execute();`,
    replace: `await ctx.database.updateTable("enrolments").set({ claimedAt: null }).where("id", "=", enrolmentId).execute();`,
    test: enrolment("of somebody whom the bank does not know"),
  },
  {
    guard: "A PIN has four digits or more",
    file: "lib/device/enrolment/pin-hash.ts",
    find: "{4,8}",
    replace: "{1,9}",
    test: enrolment("the device"),
  },
  {
    guard: "A customer has so many phones and no more",
    file: "lib/device/enrolment/enrol-device.ts",
    find: "if (count >= MAX_DEVICES)",
    replace: "if (false)",
    test: guards("a sixth phone"),
  },
  {
    guard: "A phone is removed by its own customer",
    file: "lib/device/enrolment/remove-device.ts",
    find: `.where("customerSub", "=", ctx.device.customerSub)`,
    replace: "",
    test: enrolment("that is removed is forgotten at the bank"),
  },
  {
    guard: "A removed phone has no session",
    file: "lib/device/enrolment/phone-session.ts",
    find: `.where("removedAt", "is", null)
        .where(holds`,
    replace: ".where(holds",
    test: enrolment("that is removed is forgotten at the bank"),
  },
  {
    guard: "A phone's session ends",
    file: "lib/device/enrolment/phone-session.ts",
    find: "        .where(holds`session_expires_at > now()`)\n        .executeTakeFirst()\n    : undefined;",
    replace: "        .executeTakeFirst()\n    : undefined;",
    test: guards("a phone's session that has run out"),
  },
  {
    guard: "A removed phone's stream ends",
    file: "lib/device/approvals/open-stream.ts",
    find: "if (!(await isStillEnrolled(ctx))) return close();",
    replace: "",
    test: guards("the stream of a removed phone"),
  },
  {
    guard: "The demo's door does not exist without its setting",
    file: "lib/device/enrolment/adopt-session.ts",
    find: "if (!ctx.config.DEVICE_DEMO_ORIGIN)",
    replace: "if (false)",
    test: enrolment("does not exist without DEVICE_DEMO_ORIGIN"),
  },
  {
    guard: "Following needs a token for the device zone",
    file: authorise,
    find: `audience: "device",`,
    replace: "",
    test: follow("an audience that is not `device`"),
  },
  {
    guard: "Following needs the scope for it",
    file: authorise,
    find: `parsed.data.scope.split(" ").includes("device:follow") &&`,
    replace: "",
    test: follow("another scope"),
  },
  {
    guard: "A scope is compared whole",
    file: authorise,
    find: `parsed.data.scope.split(" ").includes("device:follow")`,
    replace: `parsed.data.scope.includes("device:follow")`,
    test: follow("a scope that only contains the name"),
  },
  {
    guard: "Following is for consoles that we know",
    file: authorise,
    find: "ctx.config.DEVICE_CONSOLE_CLIENT_IDS.includes(azp);",
    replace: "true;",
    test: follow("another client"),
  },
  {
    guard: "A console sees and withdraws its own orders only",
    file: "lib/device/follow/find-approval.ts",
    find: `.where("azp", "=", ctx.client.azp)`,
    replace: "",
    test: follow("another console sees, hears and withdraws nothing"),
  },
  {
    guard: "A console hears of its own orders only",
    file: "lib/device/follow/open-feed.ts",
    find: `.where("azp", "=", ctx.client.azp)`,
    replace: "",
    test: guards("a feed tells nothing of another console"),
  },
  {
    guard: "A feed ends with its token",
    file: "lib/device/follow/open-feed.ts",
    find: "Math.max(0, ctx.client.expiresAt.getTime() - Date.now())",
    replace: "100_000",
    test: guards("a feed ends with its token"),
  },
  {
    guard: "A customer is called three times at most",
    file: "lib/device/follow/renotify.ts",
    find: "notifications < ${MAX_NOTIFICATIONS} and ",
    replace: "",
    test: follow("rings three times in all"),
  },
  {
    guard: "A withdrawal and a question at the same instant agree",
    file: "lib/device/follow/withdraw.ts",
    find: "await lockOrder(transaction, azp, order.data);",
    replace: "",
    also: [
      {
        file: "lib/device/channel/receive-request.ts",
        find: "await lockOrder(transaction, bearer.azp, orderId);",
        replace: "await new Promise((next) => setTimeout(next, 30));",
      },
      {
        file: "lib/device/follow/withdraw.ts",
        find: "if (row) return row;",
        replace: "if (row) return row;\n    await new Promise((next) => setTimeout(next, 60));",
      },
    ],
    test: follow("at the instant of the channel's request"),
  },
];
