import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { operatorContext as OperatorContext } from "#lib/console/session/operator-context.ts";
import { type Stand, stand } from "./support/stand.ts";

// What the browser of the moment sends; next/headers reads it.
const browser = { token: undefined as string | undefined, headers: new Headers() };
vi.mock("next/headers", () => ({
  headers: async () => browser.headers,
  cookies: async () => ({
    get: (name: string) =>
      name === "next-auth.session-token" && browser.token !== undefined
        ? { name, value: browser.token }
        : undefined,
  }),
}));

const home = "http://localhost:1";
const sid = "sid-of-the-op";
let s: Stand;
let context: typeof OperatorContext;

beforeAll(async () => {
  s = await stand();
  ({ operatorContext: context } = await import("#lib/console/session/operator-context.ts"));
});
const pending = () => ({ status: 400, json: { error: "authorization_pending" } });
beforeEach(() => {
  browser.token = undefined;
  browser.headers = new Headers({ origin: home });
  s.op.script.poll = pending;
});

/** Signs an operator in; the browser has the cookie then. */
async function signIn(
  options: { roles?: ("teller" | "supervisor")[]; refreshToken?: string } = {},
) {
  const { openSession } = await import("#lib/console/session/open-session.ts");
  const sub = randomUUID();
  const token = `cookie-${randomUUID()}`;
  await openSession({
    sessionToken: token,
    profile: {
      sub,
      name: "Tara Teller",
      username: "tara",
      branchId: "main-street",
      roles: options.roles ?? ["teller"],
      sid: `${sid}-${sub}`,
    },
    tokens: {
      accessToken: `access-${sub}`,
      refreshToken: options.refreshToken,
      idToken: `id-${sub}`,
      expiresAtSeconds: options.refreshToken ? 0 : Math.floor(Date.now() / 1000) + 900,
    },
  });
  browser.token = token;
  const ctx = await context();
  return { sub, token, ctx, sid: `${sid}-${sub}` };
}
const change = (sessionId: string, set: Record<string, unknown>) =>
  s.database().updateTable("sessions").set(set).where("id", "=", sessionId).execute();
const sessionOf = (id: string) =>
  s.database().selectFrom("sessions").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

describe("a session", () => {
  test("no cookie, or one that nobody gave out, is signed out", async () => {
    await expect(context()).rejects.toMatchObject({ code: "signed_out", status: 401 });
    browser.token = "made-up";
    await expect(context()).rejects.toMatchObject({ code: "signed_out", status: 401 });
  });

  test("a session that was idle is locked, for good", async () => {
    const { ctx } = await signIn();
    await change(ctx.sessionId, { lastActiveAt: ago(901) });
    await expect(context()).rejects.toMatchObject({ code: "locked", status: 401 });
    await change(ctx.sessionId, { lastActiveAt: new Date() });
    await expect(context()).rejects.toMatchObject({ code: "locked", status: 401 });
    expect(await sessionOf(ctx.sessionId)).toMatchObject({ endReason: "idle" });
  });

  test("a session past its absolute limit is signed out, however busy", async () => {
    const { ctx } = await signIn();
    await change(ctx.sessionId, { expiresAt: ago(1) });
    await expect(context()).rejects.toMatchObject({ code: "signed_out" });
    expect(await sessionOf(ctx.sessionId)).toMatchObject({ endReason: "expired" });
  });

  test("a session that was ended is signed out, and its tokens are gone", async () => {
    const { endSessions } = await import("#lib/console/session/end-sessions.ts");
    const { ctx, token, sub } = await signIn({ refreshToken: "refresh-token" });
    const [ended] = await endSessions({ token }, "signed_out");
    expect(ended?.idToken).toBe(`id-${sub}`);
    await expect(context()).rejects.toMatchObject({ code: "signed_out" });
    expect(await sessionOf(ctx.sessionId)).toMatchObject({
      accessTokenSealed: "",
      refreshTokenSealed: null,
      idTokenSealed: "",
    });
  });

  test("without one of the roles there is no right", async () => {
    await signIn({ roles: ["supervisor"] });
    await expect(context({ roles: ["teller"] })).rejects.toMatchObject({ code: "no_role" });
  });

  test("roles that were taken away are gone with the next action", async () => {
    const { ctx } = await signIn();
    await change(ctx.sessionId, { roles: ["auditor"] });
    await expect(context({ roles: ["teller"] })).rejects.toMatchObject({ code: "no_role" });
  });

  test("a stream is no activity, an action is", async () => {
    const { ctx } = await signIn();
    await change(ctx.sessionId, { lastActiveAt: ago(60) });
    const before = (await sessionOf(ctx.sessionId)).lastActiveAt;
    await context({ touch: false });
    expect((await sessionOf(ctx.sessionId)).lastActiveAt).toEqual(before);
    await context();
    expect((await sessionOf(ctx.sessionId)).lastActiveAt.getTime()).toBeGreaterThan(
      before.getTime() + 50_000,
    );
  });

  test("neither the cookie's reference nor a token stands in the row", async () => {
    const { ctx, token, sub } = await signIn({ refreshToken: "refresh-token" });
    const row = JSON.stringify(await sessionOf(ctx.sessionId));
    for (const secret of [token, `access-${sub}`, `id-${sub}`, "refresh-token"])
      expect(row).not.toContain(secret);
  });
});

describe("the operator's token", () => {
  const tokenOf = async (ctx: Awaited<ReturnType<typeof signIn>>["ctx"]) =>
    (await import("#lib/console/session/operator-token.ts")).operatorToken(ctx);

  test("an ended session has no token for the bank", async () => {
    const { ctx, sub } = await signIn();
    expect(await tokenOf(ctx)).toBe(`access-${sub}`);
    await change(ctx.sessionId, { endedAt: new Date(), endReason: "signed_out" });
    await expect(tokenOf(ctx)).rejects.toMatchObject({ code: "signed_out" });
  });

  test("a refresh that the staff issuer refuses ends the session", async () => {
    const { ctx } = await signIn({ refreshToken: "refresh-token" });
    s.op.script.poll = () => ({ status: 400, json: { error: "invalid_grant" } });
    await expect(tokenOf(ctx)).rejects.toMatchObject({ code: "signed_out" });
    expect(await sessionOf(ctx.sessionId)).toMatchObject({ endReason: "op_logout" });
  });
});

describe("back-channel logout", () => {
  const event = "http://schemas.openid.net/event/backchannel-logout";
  const now = () => Math.floor(Date.now() / 1000);
  const good = (sidOfSession: string) => ({
    aud: "countersign-console-staff",
    jti: randomUUID(),
    sid: sidOfSession,
    events: { [event]: {} },
  });
  const logOut = async (token: string) => {
    const { POST } = await import("#app/api/auth/backchannel-logout/route.ts");
    return POST(
      new Request(`${home}/api/auth/backchannel-logout`, {
        method: "POST",
        body: new URLSearchParams({ logout_token: token }),
      }),
    );
  };

  test("a logout token of the staff issuer ends the session", async () => {
    const { ctx, sid: mine } = await signIn();
    expect((await logOut(await s.op.idToken(good(mine)))).status).toBe(200);
    expect(await sessionOf(ctx.sessionId)).toMatchObject({ endReason: "op_logout" });
  });

  test.each<[string, (sidOfSession: string) => Promise<string>]>([
    ["another audience", (mine) => s.op.idToken({ ...good(mine), aud: "another-client" })],
    ["another issuer", (mine) => s.op.idToken({ ...good(mine), iss: "https://elsewhere.example" })],
    ["a forged signature", (mine) => s.op.idToken(good(mine), "stranger")],
    ["another algorithm", (mine) => s.op.idToken(good(mine), "weak")],
    ["no event", (mine) => s.op.idToken({ ...good(mine), events: undefined })],
    ["a nonce (an ID Token)", (mine) => s.op.idToken({ ...good(mine), nonce: "n" })],
    ["an old iat", (mine) => s.op.idToken({ ...good(mine), iat: now() - 1_000 })],
  ])("a logout token with %s is refused and ends nothing", async (_what, token) => {
    const { ctx, sid: mine } = await signIn();
    expect((await logOut(await token(mine))).status).toBe(400);
    expect((await sessionOf(ctx.sessionId)).endedAt).toBeNull();
  });
});

describe("from where", () => {
  test("an action from another site, or from nowhere, is refused before anything is done", async () => {
    const { act } = await import("#lib/console/session/act.ts");
    await signIn();
    let done = 0;
    const work = async () => ++done;
    expect(await act(work)).toEqual({ ok: true, data: 1 });
    const strange = [
      { origin: "http://phone.localhost:1" },
      {},
      { origin: home, "sec-fetch-site": "same-site" },
    ];
    for (const headers of strange) {
      browser.headers = new Headers(headers as Record<string, string>);
      expect(await act(work)).toMatchObject({ ok: false, code: "cross_origin" });
    }
    expect(done).toBe(1);
  });

  test("an action without a session is refused before anything is done", async () => {
    const { act } = await import("#lib/console/session/act.ts");
    let done = 0;
    expect(await act(async () => ++done)).toMatchObject({ ok: false, code: "signed_out" });
    expect(done).toBe(0);
  });

  test("a stream from another site is refused before its first byte", async () => {
    const { GET } = await import("#app/api/events/route.ts");
    await signIn();
    for (const headers of [
      { origin: "http://elsewhere.example" },
      { "sec-fetch-site": "cross-site" },
    ])
      expect(
        (await GET(new Request(`${home}/api/events`, { headers: headers as never }))).status,
      ).toBe(403);
    browser.token = undefined;
    expect((await GET(new Request(`${home}/api/events`))).status).toBe(401);
  });
});

test("a stream ends within seconds of its session", async () => {
  const { GET } = await import("#app/api/events/route.ts");
  const { endSessions } = await import("#lib/console/session/end-sessions.ts");
  const { token } = await signIn();
  const leaving = new AbortController();
  const response = await GET(new Request(`${home}/api/events`, { signal: leaving.signal }));
  expect(response.status).toBe(200);
  await endSessions({ token }, "signed_out");
  let text = "";
  const timer = setTimeout(() => leaving.abort(), 6_000);
  for await (const chunk of response.body as ReadableStream<Uint8Array>)
    text += new TextDecoder().decode(chunk);
  clearTimeout(timer);
  expect(text).toContain("event: signed-out");
});
