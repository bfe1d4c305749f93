import { beforeEach, describe, expect, test } from "vitest";
import type { RequestJob } from "#lib/console/engine/queue-loop.ts";
import { journey, notify, until } from "./support/journey.ts";
import { clientId, halfHash } from "./support/stub-op.ts";

const j = await journey({ CONSOLE_CIBA_DELIVERY: "push" });
const now = () => Math.floor(Date.now() / 1000);
const rtHash = "urn:openid:params:jwt:claim:rt_hash";
const authReqIdClaim = "urn:openid:params:jwt:claim:auth_req_id";

type Request = Awaited<ReturnType<typeof j.pending>>;
let request: Request;
beforeEach(async () => {
  request = await j.pending();
});

/** Pushes to a request; `claims` and `how` make the ID Token wrong, `body` the rest. */
async function push(
  claims: Record<string, unknown> = {},
  how?: Parameters<typeof j.op.pushed>[2],
  body: Record<string, unknown> = {},
  to = request,
) {
  const pushed = await j.op.pushed(
    { sub: to.customerSub, authReqId: to.authReqId },
    claims,
    how,
    body,
  );
  return notify(`Bearer ${to.token}`, pushed);
}

async function jobsFor(queue: string, requestId = request.requestId) {
  const jobs = await (await j.jobs()).findJobs<RequestJob>(queue, { queued: true });
  return jobs.filter((job) => job.data.requestId === requestId);
}

describe("a push that holds", () => {
  test("is granted with the tokens sealed, executed, and the tokens ended", async () => {
    expect((await push()).status).toBe(204);
    const row = await j.row(request.requestId);
    expect(row).toMatchObject({ state: "granted", execution: "waiting", authReqIdSealed: null });
    expect(row.accessTokenSealed).toMatch(/^eyJ/);
    expect(row.accessTokenSealed).not.toContain("at-");
    expect(await jobsFor("execute")).toHaveLength(1);
    await j.engine();
    await until("executed and ended", async () => {
      const { execution, accessTokenSealed } = await j.row(request.requestId);
      return execution === "executed" && accessTokenSealed === null;
    });
    expect(j.bank.executes()[0]?.headers.authorization).toMatch(/^Bearer at-/);
    expect(j.op.script.revoked).toHaveLength(1);
    expect(j.op.script.ended).toHaveLength(1);
    expect(j.op.polls()).toHaveLength(0);
  });

  test("without a refresh token needs no rt_hash", async () => {
    expect(
      (await push({ [rtHash]: undefined }, "right", { refresh_token: undefined })).status,
    ).toBe(204);
    expect((await j.row(request.requestId)).state).toBe("granted");
  });

  test("is believed when its signing key was rotated a moment ago", async () => {
    await push();
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await j.op.rotate();
    const next = await j.pending();
    expect((await push({}, "rotated", {}, next)).status).toBe(204);
    expect((await j.row(next.requestId)).state).toBe("granted");
    // Keys that were read are kept: the others of this file are signed with the first again.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
  });
});

describe("a push that does not hold: failed, nothing sealed, nothing executed", () => {
  const wrong: [string, () => Promise<Response>][] = [
    ["at_hash of another token", () => push({ at_hash: halfHash("another") })],
    ["no at_hash", () => push({ at_hash: undefined })],
    ["an empty at_hash", () => push({ at_hash: "" })],
    ["rt_hash of another token", () => push({ [rtHash]: halfHash("another") })],
    ["no rt_hash where a refresh token is", () => push({ [rtHash]: undefined })],
    ["another auth_req_id in the ID Token", () => push({ [authReqIdClaim]: "another" })],
    ["no auth_req_id in the ID Token", () => push({ [authReqIdClaim]: undefined })],
    ["another audience", () => push({ aud: "another-client" })],
    ["a second audience", () => push({ aud: [clientId, "another-client"] })],
    ["a second audience and the right azp", () => push({ aud: [clientId, "x"], azp: clientId })],
    ["another azp", () => push({ azp: "another-client" })],
    ["no audience", () => push({ aud: undefined })],
    ["another issuer", () => push({ iss: "https://elsewhere.example" })],
    ["the issuer with a slash", () => push({ iss: `${j.op.issuer}/` })],
    ["no issuer", () => push({ iss: undefined })],
    ["another customer", () => push({ sub: crypto.randomUUID() })],
    ["no customer", () => push({ sub: undefined })],
    ["a published key of another algorithm", () => push({}, "weak")],
    ["a forged signature", () => push({}, "stranger")],
    ["alg none", () => push({}, "none")],
    ["an iat two hours ago", () => push({ iat: now() - 7_200 })],
    ["an iat in the future", () => push({ iat: now() + 600 })],
    ["no iat", () => push({ iat: undefined })],
    ["an end in the past", () => push({ exp: now() - 600 })],
    ["no end", () => push({ exp: undefined })],
    ["an ID Token that is none", () => push({}, "right", { id_token: "a.b.c" })],
    ["no ID Token", () => push({}, "right", { id_token: undefined })],
    ["no access token", () => push({}, "right", { access_token: undefined })],
    ["an access token that is no text", () => push({}, "right", { access_token: { a: 1 } })],
    ["another access token", () => push({}, "right", { access_token: "at-another" })],
    ["another refresh token", () => push({}, "right", { refresh_token: "rt-another" })],
    ["a token type that we did not ask for", () => push({}, "right", { token_type: "DPoP" })],
    ["a life that is no number", () => push({}, "right", { expires_in: "soon" })],
  ];
  test.each(wrong)("%s", async (_what, send) => {
    expect((await send()).status).toBe(204);
    expect(await j.row(request.requestId)).toMatchObject({
      state: "failed",
      failureReason: "token_invalid",
      accessTokenSealed: null,
      idTokenSealed: null,
      execution: "none",
    });
    expect(await jobsFor("execute")).toHaveLength(0);
    expect(await jobsFor("withdraw")).toHaveLength(1);
    expect(j.bank.executes()).toHaveLength(0);
  });

  test("the right push after it changes nothing, and its tokens are revoked", async () => {
    await push({ at_hash: "x" });
    expect((await push()).status).toBe(204);
    expect((await j.row(request.requestId)).state).toBe("failed");
    expect(j.op.script.revoked).toHaveLength(1);
    expect(await jobsFor("execute")).toHaveLength(0);
  });
});

describe("an error push", () => {
  const error = (code: string, more: Record<string, unknown> = {}) =>
    notify(`Bearer ${request.token}`, { auth_req_id: request.authReqId, error: code, ...more });

  test("access_denied: denied, with the reason of the device's word", async () => {
    j.device.script.snapshot = { decision: "declined", reason: "wrong_amount" };
    expect((await error("access_denied")).status).toBe(204);
    expect(await j.row(request.requestId)).toMatchObject({
      state: "denied",
      declineReason: "wrong_amount",
    });
  });

  test("access_denied of a question that no phone showed is no decline of the customer", async () => {
    j.device.script.snapshot = { failure: "order_mismatch" };
    expect((await error("access_denied")).status).toBe(204);
    expect(await j.row(request.requestId)).toMatchObject({
      state: "failed",
      failureReason: "not_shown",
    });
  });

  test.each([
    ["expired_token", { state: "expired" }],
    ["transaction_failed", { state: "failed", failureReason: "op_refused" }],
    ["something_new", { state: "failed", failureReason: "op_refused" }],
  ])("%s", async (code, after) => {
    expect((await error(code, { error_description: "so it is" })).status).toBe(204);
    expect(await j.row(request.requestId)).toMatchObject(after);
    expect(await jobsFor("withdraw")).toHaveLength(1);
  });

  test("with tokens beside it is an error all the same", async () => {
    await push({}, "right", { error: "access_denied" });
    expect(await j.row(request.requestId)).toMatchObject({
      state: "denied",
      accessTokenSealed: null,
    });
  });

  test("after the approval changes nothing", async () => {
    await push();
    expect((await error("access_denied")).status).toBe(204);
    expect((await j.row(request.requestId)).state).toBe("granted");
  });
});

describe("a push that comes again, late or early", () => {
  test("twice: acknowledged, one approval, and its tokens are not revoked", async () => {
    const pushed = await j.op.pushed({ sub: request.customerSub, authReqId: request.authReqId });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => notify(`Bearer ${request.token}`, pushed)),
    );
    answers.push(await notify(`Bearer ${request.token}`, pushed));
    expect(answers.map((each) => each.status)).toEqual([204, 204, 204, 204, 204, 204]);
    expect(await jobsFor("execute")).toHaveLength(1);
    expect((await j.events(request.requestId)).filter((kind) => kind === "granted")).toHaveLength(
      1,
    );
    expect(j.op.script.revoked).toHaveLength(0);
  });

  test("after the cancellation: acknowledged, never used, the tokens revoked", async () => {
    const { cancelRequest } = await import("#lib/console/requests/cancel-request.ts");
    await cancelRequest({ ctx: j.ctx, input: { requestId: request.requestId } });
    expect((await push()).status).toBe(204);
    expect(await j.row(request.requestId)).toMatchObject({
      state: "cancelled",
      accessTokenSealed: null,
    });
    expect(j.op.script.revoked).toHaveLength(1);
    expect(await jobsFor("execute")).toHaveLength(0);
  });

  test("late tokens that do not hold are not sent anywhere", async () => {
    const { expireRequest } = await import("#lib/console/requests/expire-request.ts");
    await expireRequest(request.requestId);
    expect((await push({}, "stranger")).status).toBe(204);
    expect(j.op.script.revoked).toHaveLength(0);
  });

  test("before our acknowledgement is stored: 503 with Retry-After, then 204 from an OP that retries", async () => {
    const input = await j.ready(j.ctx);
    const statuses: number[] = [];
    let retrying: Promise<void> | undefined;
    j.op.script.acknowledge = async (sent) => {
      const token = new URLSearchParams(sent.body).get("client_notification_token") ?? "";
      const pushed = await j.op.pushed({ sub: input.customerSub, authReqId: "req-early-push" });
      // An OP that retries a push until it is acknowledged.
      const deliver = async () => {
        for (;;) {
          const response = await notify(`Bearer ${token}`, pushed);
          statuses.push(response.status);
          if (response.status === 204) return;
          expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      };
      retrying = deliver();
      await until("the first try", () => statuses.length > 0);
      return { status: 200, json: { auth_req_id: "req-early-push", expires_in: 120 } };
    };
    await j.send(input);
    await retrying;
    expect(statuses[0]).toBe(503);
    expect(statuses.at(-1)).toBe(204);
    expect((await j.row(input.requestId)).state).toBe("granted");
  });

  test("for another auth_req_id than the token's request: acknowledged, nothing is done", async () => {
    const other = await j.pending();
    const pushed = await j.op.pushed({ sub: request.customerSub, authReqId: request.authReqId });
    expect((await notify(`Bearer ${other.token}`, pushed)).status).toBe(204);
    expect((await j.row(request.requestId)).state).toBe("pending");
    expect((await j.row(other.requestId)).state).toBe("pending");
  });

  test("with a wrong token: 401, and nothing is changed", async () => {
    const pushed = await j.op.pushed({ sub: request.customerSub, authReqId: request.authReqId });
    for (const authorization of [undefined, "Bearer ", `Bearer ${"A".repeat(43)}`])
      expect((await notify(authorization, pushed)).status).toBe(401);
    expect((await j.row(request.requestId)).state).toBe("pending");
  });
});

describe("acknowledged only once stored", () => {
  test("a database that fails at the approval: not 204, still pending; the retry is stored", async () => {
    const pushed = await j.op.pushed({ sub: request.customerSub, authReqId: request.authReqId });
    const { sql } = await import("kysely");
    const owner = (await import("pg")).default;
    const admin = new owner.Client(j.zones.adminUrl);
    await admin.connect();
    await admin.query(
      `create function console.no_events() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$;
       create trigger no_events before insert on console.request_events for each row execute function console.no_events();`,
    );
    expect((await notify(`Bearer ${request.token}`, pushed)).status).toBe(500);
    await admin.query("drop trigger no_events on console.request_events");
    await admin.query("drop function console.no_events()");
    await admin.end();
    expect(await j.row(request.requestId)).toMatchObject({
      state: "pending",
      accessTokenSealed: null,
    });
    expect(await jobsFor("execute")).toHaveLength(0);
    await sql`select 1`.execute(j.database());
    expect((await notify(`Bearer ${request.token}`, pushed)).status).toBe(204);
    expect((await j.row(request.requestId)).state).toBe("granted");
  });

  test.each([
    ["500", { status: 500, text: "busy" }],
    ["no JSON", { status: 200, text: "<html>" }],
    ["no key set", { status: 200, json: { keys: "none" } }],
    ["a broken connection", "drop"],
    ["five megabytes", { status: 200, text: " ".repeat(5_000_000) }],
  ] as const)(
    "keys of the OP that cannot be had (%s) say nothing about the tokens: not 204, still pending",
    async (_what, answer) => {
      // A key id that is not known yet makes us read the keys.
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      await j.op.makeKey();
      const pushed = await j.op.pushed(
        { sub: request.customerSub, authReqId: request.authReqId },
        {},
        "rotated",
      );
      j.op.script.keys = () => answer as never;
      const response = await notify(`Bearer ${request.token}`, pushed);
      expect(response.status).toBe(503);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect((await j.row(request.requestId)).state).toBe("pending");
      await j.op.rotate();
      expect((await notify(`Bearer ${request.token}`, pushed)).status).toBe(204);
      expect((await j.row(request.requestId)).state).toBe("granted");
    },
  );
});

test("there is no poll in push mode: no job, and the engine asks nothing", async () => {
  expect(await j.jobOf(request.requestId)).toHaveLength(0);
  expect((await j.row(request.requestId)).nextPollAt).toBeNull();
  await j.engine();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(j.op.polls()).toHaveLength(0);
});

test("a request that nothing is pushed for is ended by the sweeper", async () => {
  await j
    .database()
    .updateTable("requests")
    .set({ deadlineAt: new Date(Date.now() - 60_000) })
    .where("id", "=", request.requestId)
    .execute();
  const { sweep } = await import("#lib/console/engine/sweep.ts");
  await sweep();
  expect((await j.row(request.requestId)).state).toBe("expired");
});
