import { describe, expect, test } from "vitest";
import { sha256 } from "#lib/platform/random.ts";
import { journey, notify, until } from "./support/journey.ts";
import { keepLogLines } from "./support/log-lines.ts";

const logged = keepLogLines();
const j = await journey({ CONSOLE_CIBA_DELIVERY: "ping", COUNTERSIGN_LOG_LEVEL: "debug" });

const ping = (request: { token: string; authReqId: string }) =>
  notify(`Bearer ${request.token}`, { auth_req_id: request.authReqId });

const dueInSeconds = async (requestId: string) => {
  const [job] = await j.jobOf(requestId);
  return ((job as { startAfter: Date }).startAfter.getTime() - Date.now()) / 1000;
};

describe("the notification token", () => {
  test("is random, of 128 bits or more, another for each request, and sent with the request", async () => {
    const [first, second] = [await j.pending(), await j.pending()];
    expect(Buffer.from(first.token, "base64url").byteLength).toBeGreaterThanOrEqual(16);
    expect(first.token).not.toBe(second.token);
    // CIBA Core §7.1: at most 1024 characters, of those a bearer token may have.
    expect(first.token).toMatch(/^[A-Za-z0-9\-._~+/]+=*$/);
  });

  test("is in the database as a hash only", async () => {
    const { requestId, token, authReqId } = await j.pending();
    expect((await j.row(requestId)).notificationTokenHash).toBe(sha256(token));
    const all = JSON.stringify([
      await j.database().selectFrom("requests").selectAll().execute(),
      await j.database().selectFrom("audit").selectAll().execute(),
      await j.database().selectFrom("requestEvents").selectAll().execute(),
      await j.jobOf(requestId),
    ]);
    expect(all).not.toContain(token);
    expect(all).not.toContain(authReqId);
  });

  test.each([
    ["missing", () => undefined],
    ["empty", () => "Bearer "],
    ["of another scheme", (token: string) => `Basic ${token}`],
    ["without a scheme", (token: string) => token],
    ["cut", (token: string) => `Bearer ${token.slice(0, -1)}`],
    ["with something after it", (token: string) => `Bearer ${token} x`],
    ["doubled", (token: string) => `Bearer ${token}, Bearer ${token}`],
    ["another", () => `Bearer ${"A".repeat(43)}`],
    ["the stored hash itself", (token: string) => `Bearer ${sha256(token)}`],
  ])("%s: 401, and nothing is changed", async (_what, authorization) => {
    const request = await j.pending();
    const before = await j.row(request.requestId);
    const response = await notify(authorization(request.token), {
      auth_req_id: request.authReqId,
    });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain(request.token);
    expect(await j.row(request.requestId)).toEqual(before);
    expect(await dueInSeconds(request.requestId)).toBeGreaterThan(20);
  });

  test("a stranger is 401 before anything of the body is read", async () => {
    for (const body of ["{", "x".repeat(100_000)])
      expect((await notify("Bearer nothing-of-ours", body)).status).toBe(401);
  });
});

describe("a ping with the right token", () => {
  test("is 204 without a body, and makes the poll due at once", async () => {
    const request = await j.pending();
    expect(await dueInSeconds(request.requestId)).toBeGreaterThan(20);
    const response = await ping(request);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    expect(await dueInSeconds(request.requestId)).toBeLessThan(1);
  });

  test("with an auth_req_id that is not the request's: acknowledged, and nothing is done", async () => {
    const request = await j.pending();
    const before = await j.row(request.requestId);
    const response = await notify(`Bearer ${request.token}`, { auth_req_id: "another" });
    expect(response.status).toBe(204);
    expect(await j.row(request.requestId)).toEqual(before);
    expect(await dueInSeconds(request.requestId)).toBeGreaterThan(20);
  });

  test.each([
    ["no auth_req_id", {}, 400],
    ["an empty one", { auth_req_id: "" }, 400],
    ["one that is no string", { auth_req_id: { $ne: "" } }, 400],
    ["one of five thousand characters", { auth_req_id: "x".repeat(5_000) }, 400],
    ["broken JSON", "{", 400],
    ["an array", [], 400],
    ["a body of 40 kB", { auth_req_id: "x", more: "x".repeat(40_000) }, 413],
  ])("with %s: refused, and nothing is done", async (_what, body, status) => {
    const request = await j.pending();
    const before = await j.row(request.requestId);
    expect((await notify(`Bearer ${request.token}`, body)).status).toBe(status);
    expect(await j.row(request.requestId)).toEqual(before);
  });

  test("is 415 when it is no JSON", async () => {
    const request = await j.pending();
    const response = await notify(`Bearer ${request.token}`, "{}", { "content-type": "text/html" });
    expect(response.status).toBe(415);
  });

  test("tokens of a ping are not believed: they come by the poll or not at all", async () => {
    const request = await j.pending();
    const push = await j.op.pushed({ sub: request.customerSub, authReqId: request.authReqId });
    expect((await notify(`Bearer ${request.token}`, push)).status).toBe(204);
    expect(await j.row(request.requestId)).toMatchObject({
      state: "pending",
      accessTokenSealed: null,
    });
  });
});

describe("with the engine running", () => {
  test("the poll follows a ping at once, and the approval is executed", async () => {
    await j.engine();
    const request = await j.pending();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(j.op.polls()).toHaveLength(0);
    j.op.script.poll = () => j.op.approve(request.customerSub);
    const pingedMs = Date.now();
    await ping(request);
    await until("a poll", () => j.op.polls().length > 0);
    expect((j.op.polls()[0]?.atMs ?? 0) - pingedMs).toBeLessThan(1_000);
    await until("executed", async () => (await j.row(request.requestId)).execution === "executed");
    expect(j.bank.executes()).toHaveLength(1);
  });

  test("ten pings at the same instant are one approval and one execution", async () => {
    await j.engine();
    const request = await j.pending();
    let granted = false;
    j.op.script.poll = () => {
      if (granted) return j.op.says("invalid_grant")();
      granted = true;
      return j.op.approve(request.customerSub);
    };
    const answers = await Promise.all(Array.from({ length: 10 }, () => ping(request)));
    expect(new Set(answers.map((each) => each.status))).toEqual(new Set([204]));
    await until("executed", async () => (await j.row(request.requestId)).execution === "executed");
    await ping(request);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(j.bank.executes()).toHaveLength(1);
    expect((await j.events(request.requestId)).filter((kind) => kind === "granted")).toHaveLength(
      1,
    );
  });

  test("a ping before our acknowledgement is stored is not lost: a poll follows the interval", async () => {
    await j.engine();
    const input = await j.ready(j.ctx);
    j.op.script.acknowledge = async (sent) => {
      const token = new URLSearchParams(sent.body).get("client_notification_token") ?? "";
      expect((await ping({ token, authReqId: "req-early" })).status).toBe(204);
      return { status: 200, json: { auth_req_id: "req-early", expires_in: 120, interval: 1 } };
    };
    j.op.script.poll = () => j.op.approve(input.customerSub);
    await j.send(input);
    await until("granted", async () => (await j.row(input.requestId)).state === "granted", 4_000);
  });

  test("a ping while a poll is on its way is not lost: the next follows that poll", async () => {
    await j.engine();
    const request = await j.pending();
    let polls = 0;
    j.op.script.poll = async () => {
      polls += 1;
      if (polls > 1) return j.op.approve(request.customerSub);
      await ping(request);
      return j.op.says("authorization_pending")();
    };
    await ping(request);
    await until("granted", async () => (await j.row(request.requestId)).state === "granted", 3_000);
  });

  test("a ping whose poll the OP could not answer is polled for again after the interval", async () => {
    await j.engine();
    const request = await j.pending();
    let polls = 0;
    j.op.script.poll = () => {
      polls += 1;
      return polls === 1 ? { status: 503, text: "busy" } : j.op.approve(request.customerSub);
    };
    await ping(request);
    await until("granted", async () => (await j.row(request.requestId)).state === "granted", 4_000);
  });

  test("slow_down right after a ping costs one interval, once", async () => {
    await j.engine();
    const request = await j.pending({ interval: 2 });
    j.op.script.poll = () =>
      j.op.polls().length === 1 ? j.op.says("slow_down")() : j.op.approve(request.customerSub);
    await ping(request);
    await until("granted", async () => (await j.row(request.requestId)).state === "granted", 6_000);
    const [first, second] = j.op.polls();
    const waitedMs = (second?.atMs ?? 0) - (first?.atMs ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(1_950);
    expect(waitedMs).toBeLessThan(3_000);
    expect((await j.row(request.requestId)).intervalSeconds).toBe(2);
  });
});

describe("between polls", () => {
  test("the safety poll comes every thirty seconds, and not sooner", async () => {
    const request = await j.pending({ interval: 2 });
    const [first] = await j.jobOf(request.requestId);
    expect(await dueInSeconds(request.requestId)).toBeGreaterThan(29);
    expect(first).toMatchObject({ retryDelay: 30 });
    expect((await j.poll(request.requestId)) as string).toBe("settled");
    const row = await j.row(request.requestId);
    expect(((row.nextPollAt as Date).getTime() - Date.now()) / 1000).toBeGreaterThan(29);
  });

  test("an interval of the OP longer than that is kept", async () => {
    const request = await j.pending({ interval: 45 });
    expect(await dueInSeconds(request.requestId)).toBeGreaterThan(44);
  });

  test("a safety poll is not later than the deadline: the last approval counts", async () => {
    const request = await j.pending({ interval: 1, expires_in: 31 });
    await j
      .database()
      .updateTable("requests")
      .set({ deadlineAt: new Date(Date.now() + 7_000) })
      .where("id", "=", request.requestId)
      .execute();
    await j.poll(request.requestId);
    const row = await j.row(request.requestId);
    expect(((row.nextPollAt as Date).getTime() - Date.now()) / 1000).toBeLessThanOrEqual(7);
  });

  test("a ping is used up by its poll: a later slow_down lengthens the interval for good", async () => {
    const request = await j.pending({ interval: 1 });
    await ping(request);
    expect((await j.row(request.requestId)).pingedAt).not.toBeNull();
    j.op.script.poll = j.op.says("slow_down");
    await j.poll(request.requestId);
    expect(await j.row(request.requestId)).toMatchObject({ intervalSeconds: 1, pingedAt: null });
    await j.poll(request.requestId);
    expect((await j.row(request.requestId)).intervalSeconds).toBe(6);
  });

  test("a ping that comes while the OP says slow_down is followed after the interval, not half a minute", async () => {
    const request = await j.pending({ interval: 1 });
    j.op.script.poll = async () => {
      await ping(request);
      return j.op.says("slow_down")();
    };
    await j.poll(request.requestId);
    const { nextPollAt } = await j.row(request.requestId);
    expect(((nextPollAt as Date).getTime() - Date.now()) / 1000).toBeLessThan(7);
  });
});

describe("when the request is over", () => {
  test.each(["cancelled", "denied", "expired", "failed", "granted"] as const)(
    "%s: a late ping is acknowledged and changes nothing",
    async (state) => {
      const request = await j.pending();
      await j
        .database()
        .updateTable("requests")
        .set({ state })
        .where("id", "=", request.requestId)
        .execute();
      const before = await j.row(request.requestId);
      expect((await ping(request)).status).toBe(204);
      expect(await j.row(request.requestId)).toEqual(before);
      expect(j.op.polls()).toHaveLength(0);
    },
  );
});

test("no token, no auth_req_id and no customer is in the log of all this", async () => {
  const request = await j.pending();
  await notify("Bearer wrong-token-of-a-stranger", { auth_req_id: request.authReqId });
  await ping(request);
  const lines = logged.join("");
  expect(lines.length).toBeGreaterThan(100);
  for (const secret of [
    request.token,
    request.authReqId,
    request.customerSub,
    "wrong-token-of-a-stranger",
  ])
    expect(lines).not.toContain(secret);
  const rows = await j.database().selectFrom("requests").selectAll().execute();
  for (const row of rows) expect(lines).not.toContain(row.notificationTokenHash);
});
