import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { sendRequest as SendRequest } from "#lib/console/requests/send-request.ts";
import { type Stand, stand } from "./support/stand.ts";

let s: Stand;
let send: typeof SendRequest;
let ctx: Awaited<ReturnType<Stand["operator"]>>;

beforeAll(async () => {
  s = await stand();
  ({ sendRequest: send } = await import("#lib/console/requests/send-request.ts"));
  ctx = await s.operator();
});
const normal = { op: {} as Stand["op"]["script"], open: {} as Stand["bank"]["script"]["open"] };
beforeAll(() => {
  normal.op = { ...s.op.script };
  normal.open = s.bank.script.open;
});
beforeEach(() => {
  Object.assign(s.op.script, normal.op);
  s.bank.script.open = normal.open;
  s.op.received.splice(0);
  s.bank.received.splice(0);
});

const asked = () => s.op.received.filter((one) => one.path === "/ciba");
async function withdrawJobs(requestId: string) {
  const boss = await s.jobs();
  return (await boss.findJobs<{ requestId: string }>("withdraw", { queued: true })).filter(
    (job) => job.data.requestId === requestId,
  );
}

test("a request is reserved, opened at the bank, sent with its own binding message, then pending", async () => {
  const input = await s.ready(ctx);
  const view = await send({ ctx, input });
  expect(view.state).toBe("pending");
  expect(await s.events(input.requestId)).toEqual(["requested", "acknowledged"]);
  expect(s.bank.received[0]?.headers["x-operator-token"]).toBe("operator-token");
  expect(s.bank.received[0]?.headers["idempotency-key"]).toBe(input.requestId);
  const form = new URLSearchParams(asked()[0]?.body);
  expect(Object.fromEntries(form)).toMatchObject({
    scope: "openid transfers:write",
    login_hint: "alice",
    binding_message: "500.00EUR-7K2M9Q",
    requested_expiry: "120",
    request_context: JSON.stringify({ order: input.orderId, digest: "d".repeat(43) }),
  });
  expect([...form.keys()].sort()).toEqual(
    [
      "binding_message",
      "client_id",
      "login_hint",
      "request_context",
      "requested_expiry",
      "scope",
    ].sort(),
  );
  const row = await s.row(input.requestId);
  expect(row.authReqIdSealed).toMatch(/^eyJ/);
  expect(JSON.stringify(view)).not.toContain("req-");
});

test("a double click is one request, one order and one question", async () => {
  const input = await s.ready(ctx);
  const views = await Promise.all([
    send({ ctx, input }),
    send({ ctx, input }),
    send({ ctx, input }),
  ]);
  expect(new Set(views.map((view) => view.id))).toEqual(new Set([input.requestId]));
  expect(asked()).toHaveLength(1);
  expect(s.bank.received.filter((one) => one.path === "/orders")).toHaveLength(1);
});

describe("when the OP does not acknowledge, the request fails with its own reason and is taken back", () => {
  const cases: [string, Stand["op"]["script"]["acknowledge"], string][] = [
    [
      "invalid_binding_message",
      () => ({ status: 400, json: { error: "invalid_binding_message" } }),
      "op_binding_refused",
    ],
    [
      "unknown_user_id",
      () => ({ status: 400, json: { error: "unknown_user_id" } }),
      "op_customer_unknown",
    ],
    [
      "Keycloak's invalid_user",
      () => ({
        status: 400,
        json: { error: "invalid_request", error_description: "invalid_user" },
      }),
      "op_customer_unknown",
    ],
    ["invalid_request", () => ({ status: 400, json: { error: "invalid_request" } }), "op_refused"],
    [
      "a wrong client secret (401)",
      () => ({ status: 401, json: { error: "invalid_client" } }),
      "op_client_refused",
    ],
    [
      "401 with a challenge",
      () => ({ status: 401, headers: { "www-authenticate": 'Basic realm="op"' }, text: "" }),
      "op_client_refused",
    ],
    ["403 without a body", () => ({ status: 403, text: "forbidden" }), "op_refused"],
    [
      "503 of its channel",
      () => ({
        status: 503,
        json: { error: "unavailable", error_description: "Failed to send authentication request" },
      }),
      "op_channel_down",
    ],
    ["500 with a page", () => ({ status: 500, text: "<html>oops</html>" }), "op_unreachable"],
    ["garbage with 200", () => ({ status: 200, text: "<html>hello</html>" }), "op_bad_answer"],
    [
      "an answer without auth_req_id",
      () => ({ status: 200, json: { expires_in: 120 } }),
      "op_bad_answer",
    ],
    [
      "an answer without expires_in",
      () => ({ status: 200, json: { auth_req_id: "x" } }),
      "op_bad_answer",
    ],
    ["a broken connection", () => "drop", "op_no_answer"],
    ["no answer at all", () => "hang", "op_no_answer"],
  ];
  test.each(cases)("%s", async (_name, acknowledge, reason) => {
    s.op.script.acknowledge = acknowledge;
    const input = await s.ready(ctx);
    const view = await send({ ctx, input });
    expect({ state: view.state, reason: view.failureReason }).toEqual({ state: "failed", reason });
    expect(await s.events(input.requestId)).toEqual(["requested", "failed"]);
    expect(await withdrawJobs(input.requestId)).toHaveLength(1);
  });
});

test("an interval that the OP leaves out is five seconds", async () => {
  s.op.script.acknowledge = () => ({
    status: 200,
    json: { auth_req_id: "req-x", expires_in: 300 },
  });
  const input = await s.ready(ctx);
  const view = await send({ ctx, input });
  expect(view.intervalSeconds).toBe(5);
  // The flow asked for 120 s: the smaller of both is the deadline.
  const seconds = (Date.parse(view.deadlineAt ?? "") - Date.parse(view.sentAt ?? "")) / 1000;
  expect(Math.round(seconds)).toBe(120);
});

test("when the bank refuses to open the order the customer is never asked", async () => {
  s.bank.script.open = () => ({
    status: 409,
    json: { title: "The quote has run out.", status: 409, code: "quote_expired" },
  });
  const input = await s.ready(ctx);
  const view = await send({ ctx, input });
  expect(view).toMatchObject({
    state: "failed",
    failureReason: "bank_refused",
    failureDetail: "The quote has run out.",
  });
  expect(asked()).toHaveLength(0);
});

test.each(["drop", "hang"] as const)(
  "when the bank's answer is lost (%s) the customer is never asked",
  async (how) => {
    s.bank.script.open = () => how;
    const input = await s.ready(ctx);
    const view = await send({ ctx, input });
    expect(view).toMatchObject({ state: "failed", failureReason: "bank_unreachable" });
    expect(asked()).toHaveLength(0);
    expect(await withdrawJobs(input.requestId)).toHaveLength(1);
  },
);

test("an agent cannot send a teller's flow, and nothing is reserved", async () => {
  const agent = await s.operator(["agent"], "call-centre");
  const input = await s.ready(agent, { flow: "transfer" });
  await expect(send({ ctx: agent, input })).rejects.toMatchObject({ code: "no_role", status: 403 });
  expect(
    await s
      .database()
      .selectFrom("requests")
      .where("id", "=", input.requestId)
      .selectAll()
      .execute(),
  ).toEqual([]);
});

test("a request that was swept meanwhile is not brought back by a late acknowledgement", async () => {
  const { failRequest } = await import("#lib/console/requests/fail-request.ts");
  const input = await s.ready(ctx);
  s.op.script.acknowledge = async () => {
    await failRequest(input.requestId, "stale");
    return { status: 200, json: { auth_req_id: "req-late", expires_in: 120, interval: 1 } };
  };
  const view = await send({ ctx, input });
  expect(view).toMatchObject({ state: "failed", failureReason: "stale" });
  expect(await s.events(input.requestId)).toEqual(["requested", "failed"]);
});
