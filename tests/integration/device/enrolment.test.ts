import { describe, expect, test, vi } from "vitest";
import { POST as adopt } from "#app/api/phone/adopt/route.ts";
import { DELETE as remove } from "#app/api/phone/devices/[deviceId]/route.ts";
import { POST as enrol } from "#app/api/phone/devices/route.ts";
import { GET as callback } from "#app/api/phone/enrol/callback/route.ts";
import { GET as enrolment } from "#app/api/phone/enrol/route.ts";
import { GET as start } from "#app/api/phone/enrol/start/route.ts";
import { GET as events } from "#app/api/phone/events/route.ts";
import { POST as setLanguage } from "#app/api/phone/language/route.ts";
import { GET as me } from "#app/api/phone/me/route.ts";
import { adoptSession } from "#lib/device/enrolment/adopt-session.ts";
import {
  cookiePair,
  decideOn,
  enrolPhone,
  fromPhone,
  goodPin,
  newKey,
  openQuestion,
  signIn,
} from "./support/phone.ts";
import { asked, frames, home, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();
const nowSeconds = () => Math.floor(Date.now() / 1000);

async function device(cookie: string | undefined, changes: Record<string, unknown> = {}) {
  const { publicKey } = await newKey();
  return enrol(
    fromPhone("/api/phone/devices", {
      ...(cookie ? { cookie } : {}),
      json: { device_name: "Phone", pin: goodPin, public_key_jwk: publicKey, ...changes },
    }),
  );
}

describe("the login", () => {
  test("is asked for afresh, with PKCE, state and nonce, and nothing of it is in a cookie", async () => {
    const response = await start();
    expect(response.status).toBe(302);
    const url = new URL(response.headers.get("location") ?? "");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      prompt: "login",
      max_age: "0",
      scope: "openid phone:enrol",
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: `${home}/api/phone/enrol/callback`,
    });
    const cookie = response.headers.getSetCookie()[0] ?? "";
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Lax");
    expect(cookie).not.toContain(url.searchParams.get("state"));
  });

  test("leads to the set-up page and says who it is", async () => {
    const { response, cookie } = await signIn(world, { sub: "customer-1", name: "Alice Martin" });
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe(`${home}/phone/enrol`);
    const shown = await enrolment(fromPhone("/api/phone/enrol", { cookie: cookie ?? "" }));
    expect(await shown.json()).toMatchObject({ customer_name: "Alice Martin" });
  });

  test("that is older than its start is refused", async () => {
    const { response } = await signIn(world, { sub: "customer-1", authTime: nowSeconds() - 60 });
    expect(response.headers.get("location")).toBe(`${home}/phone/enrol?problem=login_stale`);
    const old = await signIn(world, { sub: "customer-1", authTime: nowSeconds() - 4_000 });
    expect(old.response.headers.get("location")).toContain("problem=login_failed");
  });

  test("comes back only to the browser that left, once, with its own state", async () => {
    const started = await start();
    const cookie = cookiePair(started, "countersign_enrol") ?? "";
    const query = world.op.logIn(started.headers.get("location") ?? "", { sub: "customer-1" });
    const other = cookiePair(await start(), "countersign_enrol") ?? "";
    const back = (with_: string | undefined, search = query) =>
      callback(fromPhone(`/api/phone/enrol/callback${search}`, with_ ? { cookie: with_ } : {}));
    expect((await back(undefined)).headers.get("location")).toContain("problem=login_unknown");
    expect((await back(other)).headers.get("location")).toContain("problem=login_failed");
    expect((await back(cookie)).headers.get("location")).toBe(`${home}/phone/enrol`);
    expect((await back(cookie)).headers.get("location")).toContain("problem=login_unknown");
  });

  test("that the customer gave up is said so", async () => {
    const started = await start();
    const state = new URL(started.headers.get("location") ?? "").searchParams.get("state");
    const response = await callback(
      fromPhone(`/api/phone/enrol/callback?error=access_denied&state=${state}`, {
        cookie: cookiePair(started, "countersign_enrol") ?? "",
      }),
    );
    expect(response.headers.get("location")).toContain("problem=login_failed");
  });
});

describe("the device", () => {
  test("is made once of one login; its session is a cookie that no script reads", async () => {
    const { cookie } = await signIn(world, { sub: "customer-1" });
    const answers = await Promise.all([device(cookie), device(cookie)]);
    expect(answers.filter((each) => each.status === 201)).toHaveLength(1);
    const made = answers.find((each) => each.status === 201) as Response;
    const session = made.headers
      .getSetCookie()
      .find((each) => each.startsWith("countersign_phone="));
    expect(session).toContain("HttpOnly");
    expect((await device(cookie)).status).toBe(401);
    const mine = await me(
      fromPhone("/api/phone/me", { cookie: cookiePair(made, "countersign_phone") ?? "" }),
    );
    expect(await mine.json()).toMatchObject({
      customer_sub: "customer-1",
      customer_name: "Alice Martin",
      language: "en",
      authenticator_id: (await made.json()).authenticator_id,
    });
  });

  test.each([
    [{ pin: "123" }],
    [{ pin: "123456789" }],
    [{ pin: "12a4" }],
    [{ device_name: "" }],
    [{ public_key_jwk: { kty: "EC", crv: "P-256", x: "a", y: "b" } }],
    [{ public_key_jwk: { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43), d: "x" } }],
    [{ more: 1 }],
  ])("with %o is refused", async (changes) => {
    const { cookie } = await signIn(world, { sub: "customer-1" });
    expect((await device(cookie, changes)).status).toBe(422);
    expect((await device(undefined)).status).toBe(401);
  });

  test("of somebody whom the bank does not know is refused, and the login is used up", async () => {
    const { cookie } = await signIn(world, { sub: "nobody" });
    const refused = await device(cookie);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      code: "bank_refused",
      bank_code: "unknown_customer",
    });
    expect((await device(cookie)).status).toBe(401);
  });

  test("can be tried again when the bank did not answer", async () => {
    const { cookie } = await signIn(world, { sub: "customer-3" });
    world.bank.faults.authenticators.push({ status: 503 });
    expect((await device(cookie)).status).toBe(503);
    expect((await device(cookie)).status).toBe(201);
  });

  test("that is new may have to wait before it approves, not before it declines", async () => {
    world.bank.coolDownMs = 60_000;
    const phone = await enrolPhone(world, "customer-4");
    world.bank.coolDownMs = 0;
    const { approval } = await asked(world, { sub: "customer-4" });
    const answer = await decideOn(phone, approval.id, "approved");
    expect(answer).toMatchObject({ status: 403, body: { code: "not_usable_yet" } });
    expect((await decideOn(phone, approval.id, "declined")).status).toBe(200);
  });

  test("that is removed is forgotten at the bank, its session and its streams end", async () => {
    const [kept, lost] = [
      await enrolPhone(world, "customer-5"),
      await enrolPhone(world, "customer-5"),
    ];
    const stream = frames(await events(fromPhone("/api/phone/events", lost)));
    const params = { params: Promise.resolve({ deviceId: lost.deviceId }) };
    const by = (phone: typeof kept) =>
      remove(fromPhone("/x", { cookie: phone.cookie, method: "DELETE" }), params);
    expect((await by(await enrolPhone(world, "customer-6"))).status).toBe(404);
    world.bank.faults.authenticators.push({ status: 503 });
    expect((await by(kept)).status).toBe(503);
    expect((await me(fromPhone("/x", lost))).status).toBe(200);
    expect((await by(kept)).status).toBe(204);
    expect(world.bank.pinned.has(lost.authenticatorId)).toBe(false);
    expect((await me(fromPhone("/x", lost))).status).toBe(401);
    expect(await stream.next(1_000)).toBeUndefined();
    expect((await by(kept)).status).toBe(404);
  });
});

describe("the language", () => {
  test("is the bank's for this customer, until the customer chooses another", async () => {
    const phone = await enrolPhone(world, "customer-8");
    world.bank.language = "ar";
    const first = await asked(world, { sub: "customer-8" });
    expect((await openQuestion(phone, first.approval.id)).words.direction).toBe("rtl");
    const chosen = await setLanguage(
      fromPhone("/api/phone/language", { cookie: phone.cookie, json: { language: "de" } }),
    );
    expect(chosen.status).toBe(204);
    const second = await asked(world, { sub: "customer-8" });
    world.bank.language = "en";
    expect((await openQuestion(phone, second.approval.id)).words.language).toBe("de");
    expect((await decideOn(phone, second.approval.id, "approved")).status).toBe(200);
  });
});

describe("the demo's door", () => {
  test("does not exist without DEVICE_DEMO_ORIGIN; with it, it takes a real session only", async () => {
    const phone = await enrolPhone(world, "customer-7");
    const session = phone.cookie.split("=")[1] ?? "";
    const answer = await adopt(fromPhone("/api/phone/adopt", { json: { session } }));
    expect(answer.status).toBe(404);
    const ctx = {
      ...world.ctx,
      config: { ...world.ctx.config, DEVICE_DEMO_ORIGIN: "http://localhost:4400" },
    };
    expect(await adoptSession({ ctx, input: { session } })).toEqual({ device_id: phone.deviceId });
    await expect(adoptSession({ ctx, input: { session: "A".repeat(43) } })).rejects.toMatchObject({
      code: "not_enrolled",
    });
  });
});
