import { describe, expect, test, vi } from "vitest";
import type { RequestJob } from "#lib/console/engine/queue-loop.ts";
import { journey, until } from "./support/journey.ts";
import { clientId } from "./support/stub-op.ts";

const j = await journey();
const now = () => Math.floor(Date.now() / 1000);

type Claims = Record<string, unknown>;
type How = Parameters<typeof j.op.approve>[2];

async function polled(claims: Claims, how?: How, answer: Record<string, unknown> = {}) {
  const request = await j.pending();
  j.op.script.poll = () => j.op.approve(request.customerSub, claims, how, answer);
  await j.poll(request.requestId);
  return request;
}

describe("an ID Token that does not hold: no state granted, no token kept, no call of the bank", () => {
  const wrong: [string, Claims, How?, Record<string, unknown>?][] = [
    ["a second audience", { aud: [clientId, "another"] }],
    ["a second audience beside the right azp", { aud: [clientId, "another"], azp: clientId }],
    ["another audience", { aud: "another" }],
    ["an azp that is not us", { azp: "another" }],
    ["no aud", { aud: undefined }],
    ["no iss", { iss: undefined }],
    ["no sub", { sub: undefined }],
    ["no exp", { exp: undefined }],
    ["no iat", { iat: undefined }],
    ["a sub that is no text", { sub: 7 }],
    ["an exp that is no number", { exp: "soon" }],
    ["an iat that is no number", { iat: "just now" }],
    ["the issuer with a slash", { iss: `${j.op.issuer}/` }],
    ["the issuer in capitals", { iss: j.op.issuer.toUpperCase() }],
    ["another issuer", { iss: "https://elsewhere.example" }],
    ["an iat two hours ago", { iat: now() - 7_200 }],
    ["an iat one hour and a minute ago", { iat: now() - 3_660 }],
    ["an iat ten minutes ahead", { iat: now() + 600, exp: now() + 900 }],
    ["an end ten minutes ago", { iat: now() - 900, exp: now() - 600 }],
    ["an nbf ten minutes ahead", { nbf: now() + 600 }],
    ["another customer", { sub: "00000000-0000-4000-8000-000000000000" }],
    ["alg none", {}, "none"],
    ["a published key of another algorithm", {}, "weak"],
    ["a forged signature", {}, "stranger"],
    ["a key that is not published", {}, "rotated"],
    ["no ID Token", {}, "right", { id_token: undefined }],
    ["an empty ID Token", {}, "right", { id_token: "" }],
    ["an ID Token that is no JWT", {}, "right", { id_token: "x" }],
    ["no access token", {}, "right", { access_token: undefined }],
    ["no token type", {}, "right", { token_type: undefined }],
    ["a token type that nobody knows", {}, "right", { token_type: "mac" }],
    ["a DPoP token that we did not ask for", {}, "right", { token_type: "DPoP" }],
    ["a life that is no number", {}, "right", { expires_in: "soon" }],
  ];
  test.each(wrong)("%s", async (_what, claims, how, answer) => {
    const { requestId } = await polled(claims, how, answer);
    expect(await j.row(requestId)).toMatchObject({
      state: "failed",
      failureReason: "token_invalid",
      accessTokenSealed: null,
      idTokenSealed: null,
      execution: "none",
    });
    const executions = await (await j.jobs()).findJobs<RequestJob>("execute", { queued: true });
    expect(executions.filter((job) => job.data.requestId === requestId)).toHaveLength(0);
    expect(await j.execute(requestId)).toBe("done");
    expect(j.bank.executes()).toHaveLength(0);
  });
});

describe("an answer that holds", () => {
  test("without scope and expires_in: the requested scope, and a short life", async () => {
    const { requestId } = await polled({}, "right", { expires_in: undefined, scope: undefined });
    const row = await j.row(requestId);
    expect(row.state).toBe("granted");
    const left = ((row.tokenExpiresAt as Date).getTime() - Date.now()) / 1000;
    expect(left).toBeGreaterThan(50);
    expect(left).toBeLessThanOrEqual(60);
    await j.execute(requestId);
    expect((await j.row(requestId)).execution).toBe("executed");
  });

  test("with a life of a million years is kept for a day at most", async () => {
    const { requestId } = await polled({}, "right", { expires_in: 1e300 });
    const row = await j.row(requestId);
    expect(row.state).toBe("granted");
    expect((row.tokenExpiresAt as Date).getTime()).toBeLessThan(Date.now() + 86_500_000);
  });

  test("with its audience as a list of one, and our azp", async () => {
    const { requestId } = await polled({ aud: [clientId], azp: clientId });
    expect((await j.row(requestId)).state).toBe("granted");
  });

  test("with an iat a few seconds ahead: clocks differ", async () => {
    const { requestId } = await polled({ iat: now() + 10 });
    expect((await j.row(requestId)).state).toBe("granted");
  });

  test("signed with a key that was rotated in: the OP's key set is read again", async () => {
    await polled({});
    await j.op.rotate();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
    try {
      const { requestId } = await polled({}, "rotated");
      expect((await j.row(requestId)).state).toBe("granted");
      // With the old key, which is gone from the set, nothing is believed any more.
      const after = await polled({});
      expect((await j.row(after.requestId)).state).toBe("failed");
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("what the bank hears about the customer's authentication", () => {
  test.each([
    ["auth_time, where the ID Token has it", { auth_time: now() - 120 }, now() - 120],
    ["iat otherwise", { iat: now() - 60 }, now() - 60],
    ["iat, where auth_time lies after it", { iat: now() - 60, auth_time: now() + 900 }, now() - 60],
  ])("%s", async (_what, claims, seconds) => {
    // The set of this file's OP was rotated above; its second key is the one that is known.
    const { requestId } = await polled(claims, "rotated");
    expect((await j.row(requestId)).authenticatedAt).toEqual(new Date(seconds * 1000));
    await j.execute(requestId);
    const [sent] = j.bank.executes();
    expect(sent?.headers["x-fapi-auth-date"]).toBe(new Date(seconds * 1000).toUTCString());
    expect(sent?.headers["x-fapi-interaction-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("each call of the bank has an interaction id of its own", async () => {
    await j.pending();
    const ids = j.bank.received.map((one) => one.headers["x-fapi-interaction-id"]);
    const { requestId } = await polled({}, "rotated");
    await j.execute(requestId);
    ids.push(...j.bank.received.map((one) => one.headers["x-fapi-interaction-id"]));
    expect(ids.every((id) => /^[0-9a-f-]{36}$/.test(String(id)))).toBe(true);
    expect(new Set(j.bank.received.map((one) => one.headers["x-fapi-interaction-id"])).size).toBe(
      j.bank.received.length,
    );
  });
});

describe("the acknowledgement", () => {
  const acknowledged = async (json: unknown) => {
    const input = await j.ready(j.ctx);
    j.op.script.acknowledge = () => ({ status: 200, json });
    return j.send(input);
  };
  test.each([
    ["without auth_req_id", { expires_in: 120, interval: 2 }],
    ["with an empty auth_req_id", { auth_req_id: "", expires_in: 120 }],
    ["with an auth_req_id that is no text", { auth_req_id: 7, expires_in: 120 }],
    ["without expires_in", { auth_req_id: "x", interval: 2 }],
    ["with an expires_in of nothing", { auth_req_id: "x", expires_in: 0 }],
    ["with an expires_in that is no number", { auth_req_id: "x", expires_in: "soon" }],
    ["with a negative expires_in", { auth_req_id: "x", expires_in: -1 }],
    ["with an interval that is no number", { auth_req_id: "x", expires_in: 120, interval: {} }],
    ["that is a list", []],
    ["that is a text", "ok"],
  ])("%s is refused: failed, nothing is polled", async (_what, json) => {
    const view = await acknowledged(json);
    expect(view).toMatchObject({ state: "failed", failureReason: "op_bad_answer" });
    expect(await j.jobOf(view.id)).toHaveLength(0);
  });

  test.each([
    [undefined, 5],
    [2.5, 3],
    [0.2, 1],
    [1e12, 3_600],
  ])("an interval of %s means %i seconds", async (interval, seconds) => {
    const view = await acknowledged({ auth_req_id: "x", expires_in: 120, interval });
    expect(view).toMatchObject({ state: "pending", intervalSeconds: seconds });
  });

  test.each([
    ["unknown_user_id", "op_customer_unknown"],
    ["expired_login_hint_token", "op_customer_unknown"],
    ["invalid_request", "op_refused"],
    ["invalid_scope", "op_refused"],
    ["missing_user_code", "op_refused"],
    ["invalid_user_code", "op_refused"],
    ["unauthorized_client", "op_client_refused"],
    ["access_denied", "op_refused"],
    ["invalid_binding_message", "op_binding_refused"],
  ])("%s ends the request at once, with no further call of the OP", async (error, reason) => {
    await j.engine();
    const input = await j.ready(j.ctx);
    j.op.script.acknowledge = () => ({ status: 400, json: { error } });
    const view = await j.send(input);
    expect(view).toMatchObject({ state: "failed", failureReason: reason });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(j.op.asked()).toHaveLength(1);
    expect(j.op.polls()).toHaveLength(0);
  });
});

describe("an answer to a poll", () => {
  test.each([
    ["invalid_request", "op_lost_request"],
    ["unsupported_grant_type", "op_lost_request"],
    ["unauthorized_client", "op_client_refused"],
    ["invalid_client", "op_client_refused"],
    ["invalid_dpop_proof", "op_client_refused"],
  ])("%s ends the request at once, with no further poll", async (error, reason) => {
    await j.engine();
    const request = await j.pending({ interval: 1 });
    j.op.script.poll = j.op.says(error);
    await until("failed", async () => (await j.row(request.requestId)).state === "failed");
    expect((await j.row(request.requestId)).failureReason).toBe(reason);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(j.op.polls()).toHaveLength(1);
  });

  const waits: [string, number, Record<string, string>, unknown, number][] = [
    ["a pending in seconds", 400, { "retry-after": "9" }, { error: "authorization_pending" }, 9],
    ["a pending as a date", 400, { "retry-after": "DATE" }, { error: "authorization_pending" }, 9],
    ["too many requests", 429, { "retry-after": "9" }, { error: "too_many_requests" }, 9],
    ["too many requests, no JSON", 429, { "retry-after": "9" }, undefined, 9],
    ["an OP that is away", 503, { "retry-after": "9" }, { error: "temporarily_unavailable" }, 9],
    ["less than the interval", 400, { "retry-after": "1" }, { error: "authorization_pending" }, 2],
    ["nonsense", 400, { "retry-after": "later" }, { error: "authorization_pending" }, 2],
    ["a year", 400, { "retry-after": "31536000" }, { error: "authorization_pending" }, 120],
  ];
  test.each(waits)("Retry-After of %s is honoured", async (_w, status, headers, json, seconds) => {
    await j.engine();
    const request = await j.pending({ interval: 2 });
    if (headers["retry-after"] === "DATE")
      headers["retry-after"] = new Date(Date.now() + 11_900).toUTCString();
    j.op.script.poll = () => ({
      status,
      headers,
      ...(json === undefined ? { text: "no" } : { json }),
    });
    await until("a poll", async () => (await j.row(request.requestId)).pollCount > 0);
    const row = await j.row(request.requestId);
    expect(row.state).toBe("pending");
    const [job] = (await j.jobOf(request.requestId)) as unknown as { startAfter: Date }[];
    const due = ((job?.startAfter.getTime() ?? 0) - Date.now()) / 1000;
    expect(due).toBeGreaterThan(seconds - 3);
    expect(due).toBeLessThanOrEqual(seconds + 1);
  });
});

describe("the OP's metadata", () => {
  test("has no authorization_endpoint here: CIBA needs none", async () => {
    const response = await fetch(`${j.op.issuer}/.well-known/openid-configuration`);
    const metadata = (await response.json()) as Record<string, unknown>;
    expect(metadata.authorization_endpoint).toBeUndefined();
    expect((await j.pending()).view.state).toBe("pending");
  });
});
