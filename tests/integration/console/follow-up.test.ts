import type { Job } from "pg-boss";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RequestJob } from "#lib/console/engine/queue-loop.ts";
import type { cancelRequest as CancelRequest } from "#lib/console/requests/cancel-request.ts";
import type { sendRequest as SendRequest } from "#lib/console/requests/send-request.ts";
import { type Stand, stand } from "./support/stand.ts";

let s: Stand;
let ctx: Awaited<ReturnType<Stand["operator"]>>;
let poll: (requestId: string) => Promise<string>;
let execute: (requestId: string) => Promise<string>;
let finish: (requestId: string) => Promise<string>;
let withdraw: (requestId: string, reason: string) => Promise<string>;
let cancel: typeof CancelRequest;
let send: typeof SendRequest;
let normal: {
  op: Stand["op"]["script"];
  bank: Stand["bank"]["script"];
  device: Stand["device"]["script"];
};

beforeAll(async () => {
  s = await stand();
  ctx = await s.operator();
  const { pollRequest } = await import("#lib/console/engine/poll-request.ts");
  poll = (requestId) =>
    pollRequest(
      { id: crypto.randomUUID(), name: "ciba-poll", data: { requestId } } as Job<RequestJob>,
      () => {},
    );
  ({ executeRequest: execute } = await import("#lib/console/engine/execute-request.ts"));
  ({ finishRequest: finish } = await import("#lib/console/engine/finish-request.ts"));
  ({ withdrawRequest: withdraw } = await import("#lib/console/engine/withdraw-request.ts"));
  ({ cancelRequest: cancel } = await import("#lib/console/requests/cancel-request.ts"));
  ({ sendRequest: send } = await import("#lib/console/requests/send-request.ts"));
  normal = { op: { ...s.op.script }, bank: { ...s.bank.script }, device: { ...s.device.script } };
});
beforeEach(() => {
  Object.assign(s.op.script, normal.op, { revoked: [], ended: [] });
  Object.assign(s.bank.script, normal.bank);
  Object.assign(s.device.script, normal.device);
  for (const stub of [s.op, s.bank, s.device]) stub.received.splice(0);
});

async function pending() {
  const input = await s.ready(ctx);
  await send({ ctx, input });
  return input;
}
async function granted() {
  const input = await pending();
  s.op.script.poll = () => s.op.approve(input.customerSub);
  await poll(input.requestId);
  expect((await s.row(input.requestId)).state).toBe("granted");
  return input;
}

describe("each answer of the OP to a poll is one transition", () => {
  test("authorization_pending: still pending, to be tried again", async () => {
    const { requestId } = await pending();
    expect(await poll(requestId)).toBe("again");
    expect((await s.row(requestId)).state).toBe("pending");
  });

  test("approved: tokens sealed, granted, and the job that executes is there", async () => {
    const { requestId } = await granted();
    const row = await s.row(requestId);
    expect(row).toMatchObject({ execution: "waiting", authReqIdSealed: null });
    expect(row.accessTokenSealed).toMatch(/^eyJ/);
    expect(row.accessTokenSealed).not.toContain("at-");
    const executions = await (await s.jobs()).findJobs<RequestJob>("execute", { queued: true });
    expect(executions.filter((job) => job.data.requestId === requestId)).toHaveLength(1);
  });

  test("slow_down: the interval is five seconds longer for good", async () => {
    const { requestId } = await pending();
    s.op.script.poll = s.op.says("slow_down");
    expect(await poll(requestId)).toBe("settled");
    expect((await s.row(requestId)).intervalSeconds).toBe(6);
    const next = await (await s.jobs()).findJobs<RequestJob>("ciba-poll", { queued: true });
    expect(next.filter((job) => job.data.requestId === requestId).length).toBeGreaterThan(0);
  });

  test.each([
    [{ decision: "declined", reason: "wrong_amount" } as const, "wrong_amount"],
    [{ decision: "declined" } as const, "declined"],
    [{ failure: "no_device" } as const, "no_device"],
    [undefined, "declined"],
  ])("access_denied with the device's word %o: denied, reason %s", async (snapshot, reason) => {
    const { requestId } = await pending();
    s.device.script.snapshot = snapshot;
    s.op.script.poll = s.op.says("access_denied");
    expect(await poll(requestId)).toBe("done");
    expect(await s.row(requestId)).toMatchObject({ state: "denied", declineReason: reason });
  });

  test("expired_token: expired, and the question is taken back", async () => {
    const { requestId } = await pending();
    s.op.script.poll = s.op.says("expired_token");
    expect(await poll(requestId)).toBe("done");
    expect((await s.row(requestId)).state).toBe("expired");
  });

  test.each([
    [{ decision: "approved", state: "told" } as const, "token_lost"],
    [{ state: "opened" } as const, "op_lost_request"],
    [undefined, "op_lost_request"],
  ])("invalid_grant with the device's word %o: failed, %s", async (snapshot, reason) => {
    const { requestId } = await pending();
    s.device.script.snapshot = snapshot;
    s.op.script.poll = s.op.says("invalid_grant");
    await poll(requestId);
    expect(await s.row(requestId)).toMatchObject({ state: "failed", failureReason: reason });
  });

  test("a wrong client secret: failed at once", async () => {
    const { requestId } = await pending();
    s.op.script.poll = () => ({ status: 401, json: { error: "invalid_client" } });
    await poll(requestId);
    expect(await s.row(requestId)).toMatchObject({
      state: "failed",
      failureReason: "op_client_refused",
    });
  });

  test.each([
    ["503", { status: 503, text: "busy" }],
    ["a broken connection", "drop"],
    ["nothing", "hang"],
  ] as const)("%s: still pending, to be tried again", async (_name, answer) => {
    const { requestId } = await pending();
    s.op.script.poll = () => answer;
    expect(await poll(requestId)).toBe("again");
    expect((await s.row(requestId)).state).toBe("pending");
  });
});

describe("tokens that do not hold are refused before anything is done with them", () => {
  const now = () => Math.floor(Date.now() / 1000);
  test.each([
    ["the token of another customer", () => s.op.approve("somebody-else")],
    ["a forged signature", (sub: string) => s.op.approve(sub, {}, "stranger")],
    ["an algorithm that is not the registered one", (sub: string) => s.op.approve(sub, {}, "weak")],
    [
      "an ID Token issued two hours ago",
      (sub: string) => s.op.approve(sub, { iat: now() - 7_200 }),
    ],
    ["an ID Token from the future", (sub: string) => s.op.approve(sub, { iat: now() + 600 })],
    [
      "an expired ID Token",
      (sub: string) => s.op.approve(sub, { exp: now() - 600, iat: now() - 900 }),
    ],
    ["another issuer", (sub: string) => s.op.approve(sub, { iss: "https://elsewhere.example" })],
    ["another audience", (sub: string) => s.op.approve(sub, { aud: "another-client" })],
    [
      "an answer without an ID Token",
      async () => ({ status: 200, json: { access_token: "at-x", token_type: "Bearer" } }),
    ],
  ])("%s", async (_name, answer) => {
    const { requestId, customerSub } = await pending();
    s.op.script.poll = () => answer(customerSub);
    expect(await poll(requestId)).toBe("done");
    expect(await s.row(requestId)).toMatchObject({
      state: "failed",
      failureReason: "token_invalid",
      accessTokenSealed: null,
    });
    expect(s.bank.executes()).toHaveLength(0);
  });

  test("the token of another customer is revoked", async () => {
    const { requestId } = await pending();
    s.op.script.poll = () => s.op.approve("somebody-else");
    await poll(requestId);
    expect(s.op.script.revoked).toHaveLength(1);
  });
});

describe("execution", () => {
  test("executed once, with the intent before it, then tokens revoked and the OP session ended", async () => {
    const { requestId } = await granted();
    expect(await execute(requestId)).toBe("done");
    expect(await s.row(requestId)).toMatchObject({
      execution: "executed",
      reference: expect.stringMatching(/^BK-/),
    });
    expect(await finish(requestId)).toBe("done");
    expect(await s.events(requestId)).toEqual([
      "requested",
      "acknowledged",
      "granted",
      "executing",
      "executed",
      "tokens_revoked",
    ]);
    expect(s.op.script.revoked).toHaveLength(1);
    expect(s.op.script.ended).toHaveLength(1);
    expect(await s.row(requestId)).toMatchObject({ accessTokenSealed: null, idTokenSealed: null });
  });

  test("the job that comes twice executes once", async () => {
    const { requestId } = await granted();
    await execute(requestId);
    expect(await execute(requestId)).toBe("done");
    expect(s.bank.executes()).toHaveLength(1);
  });

  test("two engines at the same instant send one key, and the bank executes once", async () => {
    const { requestId, orderId } = await granted();
    await Promise.all([execute(requestId), execute(requestId), execute(requestId)]);
    while ((await execute(requestId)) !== "done");
    expect(s.bank.executed.has(`exec-${orderId}`)).toBe(true);
    const keys = new Set(s.bank.executes().map((one) => one.headers["idempotency-key"]));
    expect([...keys]).toEqual([`exec-${orderId}`]);
    expect((await s.row(requestId)).execution).toBe("executed");
  });

  test.each(["drop", "hang"] as const)(
    "an answer that is lost (%s) is an unknown outcome, settled by asking",
    async (how) => {
      const { requestId } = await granted();
      s.bank.script.execute = () => how;
      expect(await execute(requestId)).toBe("again");
      expect((await s.row(requestId)).execution).toBe("outcome_unknown");
      expect(await execute(requestId)).toBe("done");
      expect((await s.row(requestId)).execution).toBe("executed");
      expect(s.bank.executes()).toHaveLength(1);
      expect(s.bank.asks()).toHaveLength(1);
    },
  );

  test("while the bank cannot say, the outcome stays unknown and nothing is sent", async () => {
    const { requestId } = await granted();
    s.bank.script.execute = () => "drop";
    await execute(requestId);
    s.bank.script.find = () => ({ status: 503, json: {} });
    for (let i = 0; i < 3; i += 1) expect(await execute(requestId)).toBe("again");
    expect((await s.row(requestId)).execution).toBe("outcome_unknown");
    expect(s.bank.executes()).toHaveLength(1);
  });

  test("an engine that died after its intent asks first, and sends because the bank never saw the key", async () => {
    const { requestId } = await granted();
    s.bank.script.beforeExecute = () => "drop";
    await execute(requestId);
    s.bank.script.beforeExecute = () => undefined;
    expect(await execute(requestId)).toBe("done");
    expect((await s.row(requestId)).execution).toBe("executed");
    expect(s.bank.asks()).toHaveLength(1);
    expect(s.bank.executed.size).toBeGreaterThan(0);
  });

  test("refused by the bank: its own words, nothing sent again", async () => {
    const { requestId } = await granted();
    s.bank.script.beforeExecute = () => ({
      status: 409,
      json: {
        title: "Refused",
        status: 409,
        code: "insufficient_funds",
        detail: "The account holds less than this.",
      },
    });
    expect(await execute(requestId)).toBe("done");
    expect((await s.row(requestId)).execution).toBe("refused");
    const { requestView } = await import("#lib/console/requests/request-view.ts");
    expect((await requestView(await s.row(requestId), ctx.operator)).result?.refusal).toEqual({
      code: "insufficient_funds",
      message: "The account holds less than this.",
    });
    expect(await execute(requestId)).toBe("done");
    expect(s.bank.executes()).toHaveLength(1);
  });

  test("tokens that ran out before the first send: nothing is sent, the order is voided", async () => {
    const { requestId } = await granted();
    await s
      .database()
      .updateTable("requests")
      .set({ tokenExpiresAt: new Date(Date.now() - 1000) })
      .where("id", "=", requestId)
      .execute();
    expect(await execute(requestId)).toBe("done");
    expect(await s.row(requestId)).toMatchObject({
      execution: "refused",
      failureReason: "token_expired",
    });
    expect(s.bank.executes()).toHaveLength(0);
    const jobs = await (await s.jobs()).findJobs<RequestJob>("withdraw", { queued: true });
    expect(jobs.some((job) => job.data.requestId === requestId)).toBe(true);
  });

  test("what the bank released is for the operator who asked, nobody else", async () => {
    const { requestId } = await granted();
    await execute(requestId);
    const { requestView } = await import("#lib/console/requests/request-view.ts");
    const row = await s.row(requestId);
    expect((await requestView(row, ctx.operator)).result?.balanceAfter).toBeDefined();
    const supervisor = await s.operator(["supervisor"]);
    const theirs = (await requestView(row, supervisor.operator)).result;
    expect(theirs?.reference).toBeDefined();
    expect(theirs?.balanceAfter).toBeUndefined();
    const later = new Date(Date.now() + 16 * 60_000);
    expect((await requestView(row, ctx.operator, later)).result?.balanceAfter).toBeUndefined();
  });
});

describe("cancelling", () => {
  test("a cancelled request is polled no more", async () => {
    const { requestId } = await pending();
    await cancel({ ctx, input: { requestId } });
    s.op.received.splice(0);
    expect(await poll(requestId)).toBe("done");
    expect(s.op.polls()).toHaveLength(0);
  });

  test("tokens that come in the same instant as the cancellation are revoked, never used", async () => {
    const { requestId, customerSub } = await pending();
    s.op.script.poll = async () => {
      await cancel({ ctx, input: { requestId } });
      return s.op.approve(customerSub);
    };
    expect(await poll(requestId)).toBe("done");
    expect(await s.row(requestId)).toMatchObject({ state: "cancelled", accessTokenSealed: null });
    expect(s.op.script.revoked).toHaveLength(1);
    expect(await execute(requestId)).toBe("done");
    expect(s.bank.executes()).toHaveLength(0);
  });

  test("cancelling after the approval changes nothing: the operator sees it as it is", async () => {
    const { requestId } = await granted();
    const view = await cancel({ ctx, input: { requestId } });
    expect(view.state).toBe("granted");
  });

  test("a double click cancels once", async () => {
    const { requestId } = await pending();
    await Promise.all([
      cancel({ ctx, input: { requestId } }),
      cancel({ ctx, input: { requestId } }),
    ]);
    expect((await s.events(requestId)).filter((kind) => kind === "cancelled")).toHaveLength(1);
  });

  test("another operator's request cannot be cancelled", async () => {
    const { requestId } = await pending();
    const other = await s.operator();
    await expect(cancel({ ctx: other, input: { requestId } })).rejects.toMatchObject({
      status: 404,
    });
    expect((await s.row(requestId)).state).toBe("pending");
  });

  test("the order is voided and the phone told; each is repeated until both are done", async () => {
    const { requestId } = await pending();
    s.device.script.withdraw = () => ({ status: 503, json: {} });
    expect(await withdraw(requestId, "operator")).toBe("again");
    s.device.script.withdraw = normal.device.withdraw;
    expect(await withdraw(requestId, "operator")).toBe("done");
    expect(s.bank.voids()).toHaveLength(2);
  });

  test("a decision that came first at the bank ends the withdrawing", async () => {
    const { requestId } = await pending();
    s.bank.script.void = () => ({
      status: 409,
      json: { title: "x", status: 409, code: "already_approved" },
    });
    expect(await withdraw(requestId, "expired")).toBe("done");
  });
});

describe("deadlines and sweeping", () => {
  test("after the deadline one last poll is made: an approval in the last interval counts", async () => {
    const { requestId, customerSub } = await pending();
    await s
      .database()
      .updateTable("requests")
      .set({ deadlineAt: new Date(Date.now() - 1000) })
      .where("id", "=", requestId)
      .execute();
    s.op.script.poll = () => s.op.approve(customerSub);
    await poll(requestId);
    expect((await s.row(requestId)).state).toBe("granted");
  });

  test("still pending at the last poll: expired", async () => {
    const { requestId } = await pending();
    await s
      .database()
      .updateTable("requests")
      .set({ deadlineAt: new Date(Date.now() - 1000) })
      .where("id", "=", requestId)
      .execute();
    expect(await poll(requestId)).toBe("done");
    expect((await s.row(requestId)).state).toBe("expired");
  });

  test("a start that stopped half-way is ended by the sweeper, from any number of engines once", async () => {
    const { reserveRequest } = await import("#lib/console/requests/reserve-request.ts");
    const { sweep } = await import("#lib/console/engine/sweep.ts");
    const input = await s.ready(ctx);
    await reserveRequest(ctx, input);
    await sweep();
    expect((await s.row(input.requestId)).state).toBe("requested");
    await s
      .database()
      .updateTable("requests")
      .set({ createdAt: new Date(Date.now() - 60_000) })
      .where("id", "=", input.requestId)
      .execute();
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(await s.row(input.requestId)).toMatchObject({ state: "failed", failureReason: "stale" });
    expect(await s.events(input.requestId)).toEqual(["requested", "failed"]);
  });
});

describe("the device's word", () => {
  const at = new Date().toISOString();
  test("frames that come twice, late or out of order change nothing", async () => {
    const { applyDelivery } = await import("#lib/console/requests/apply-delivery.ts");
    const { requestId, orderId } = await pending();
    const base = { order_id: orderId as never, notifications: 1, received_at: at };
    expect(await applyDelivery({ ...base, version: 2, state: "notified", notified_at: at })).toBe(
      true,
    );
    expect(await applyDelivery({ ...base, version: 1, state: "received" })).toBe(false);
    expect(await applyDelivery({ ...base, version: 2, state: "notified", notified_at: at })).toBe(
      false,
    );
    expect(
      await applyDelivery({ ...base, version: 3, state: "opened", notified_at: at, opened_at: at }),
    ).toBe(true);
    expect(await s.events(requestId)).toEqual(["requested", "acknowledged", "notified", "opened"]);
    expect((await s.row(requestId)).delivery.state).toBe("opened");
  });

  test("a word on an order that is not ours is dropped", async () => {
    const { applyDelivery } = await import("#lib/console/requests/apply-delivery.ts");
    expect(
      await applyDelivery({
        order_id: `ord_${"z".repeat(22)}` as never,
        version: 1,
        state: "received",
        notifications: 0,
      }),
    ).toBe(false);
  });
});

test("a sealed value that is moved to another row does not open", async () => {
  const [first, second] = [await pending(), await pending()];
  const { authReqIdSealed } = await s.row(first.requestId);
  await s
    .database()
    .updateTable("requests")
    .set({ authReqIdSealed })
    .where("id", "=", second.requestId)
    .execute();
  await expect(poll(second.requestId)).rejects.toThrow(/not where it belongs/);
});

test("the database itself refuses to change a state that is over", async () => {
  const { requestId } = await pending();
  await cancel({ ctx, input: { requestId } });
  await expect(
    s
      .database()
      .updateTable("requests")
      .set({ state: "granted" })
      .where("id", "=", requestId)
      .execute(),
  ).rejects.toMatchObject({ code: "CS004" });
});
