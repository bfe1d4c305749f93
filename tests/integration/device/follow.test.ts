import { describe, expect, test, vi } from "vitest";
import { POST as opened } from "#app/api/phone/approvals/[approvalId]/opened/route.ts";
import { GET as list } from "#app/api/phone/approvals/route.ts";
import { GET as events } from "#app/api/phone/events/route.ts";
import { afterwards } from "./support/after.ts";
import { consoleOf } from "./support/console.ts";
import { decideOn, enrolPhone, fromPhone } from "./support/phone.ts";
import { approvalOf, ask, asked, eventsOf, frames, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();
const phone = await enrolPhone(world);
const desk = consoleOf(world);
const nowSeconds = () => Math.floor(Date.now() / 1000);

describe("who may follow", () => {
  test.each([
    ["an audience that is not `device`", { aud: "bank-api" }, 401],
    ["no scope", { scope: undefined }, 401],
    ["another scope", { scope: "bank:console" }, 403],
    ["a scope that only contains the name", { scope: "device:follow-all" }, 403],
    ["another client", { azp: "countersign-device" }, 403],
    ["another issuer", { iss: "http://elsewhere.example" }, 401],
    ["an end that has passed", { exp: nowSeconds() - 5 }, 401],
  ])("a token with %s is refused on every route", async (_what, claims, status) => {
    const { held } = await asked(world);
    const other = consoleOf(world, { token: await world.op.consoleToken(claims) });
    for (const response of [
      await other.feed(),
      await other.snapshot(held.order.id),
      await other.withdraw(held.order.id),
      await other.notify(held.order.id),
    ])
      expect(response.status).toBe(status);
    expect((await approvalOf(world, held.order.id)).state).toBe("received");
  });

  test("the channel's bearer follows nothing; a client id may come as client_id (RFC 9068)", async () => {
    const { held } = await asked(world);
    const bearer = consoleOf(world, { token: await world.op.bearer() });
    expect((await bearer.snapshot(held.order.id)).status).toBe(401);
    const token = await world.op.consoleToken({
      azp: undefined as never,
      client_id: "countersign-console",
    });
    expect((await consoleOf(world, { token }).snapshot(held.order.id)).status).toBe(200);
  });

  test("another console sees, hears and withdraws nothing of ours", async () => {
    const other = consoleOf(world, { azp: "second-console" });
    const feed = frames(await other.feed());
    const { held } = await asked(world);
    expect((await other.snapshot(held.order.id)).status).toBe(404);
    expect((await other.withdraw(held.order.id)).status).toBe(404);
    expect(await feed.next(500)).toBeUndefined();
    expect((await approvalOf(world, held.order.id)).state).toBe("received");
    await feed.cancel();
  });
});

describe("the feed", () => {
  test("resumes without a gap, whatever happened in between", async () => {
    const first = frames(await desk.feed());
    const { held, approval } = await asked(world);
    const last = (await first.until((data) => data.order_id === held.order.id)).id;
    await first.cancel();
    await decideOn(phone, approval.id, "approved");
    const resumed = frames(await desk.feed(last));
    const versions = new Set<number>();
    while (!versions.has(5)) {
      const frame = await resumed.next();
      expect(frame).toBeDefined();
      if (frame?.data.order_id === held.order.id) versions.add(Number(frame.data.version));
    }
    expect([...versions].sort().slice(-4)).toEqual([2, 3, 4, 5]);
    await resumed.cancel();
  });

  test("does not send the same event twice in one stream", async () => {
    const feed = frames(await desk.feed());
    await asked(world);
    const ids: string[] = [];
    for (let frame = await feed.next(800); frame; frame = await feed.next(800))
      ids.push(frame.id ?? "");
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    await feed.cancel();
  });

  test("a cursor that is none starts from the last ten minutes", async () => {
    for (const cursor of ["999999999", "x", "-1"]) {
      const feed = frames(await desk.feed(cursor));
      expect((await feed.next())?.event).toBe("approval");
      await feed.cancel();
    }
  });

  test("ends with the token", async () => {
    const token = await world.op.consoleToken({ exp: nowSeconds() + 2 });
    const feed = frames(await consoleOf(world, { token }).feed());
    const until = Date.now() + 4_000;
    while (Date.now() < until && (await feed.next(2_500)));
    expect(Date.now()).toBeLessThan(until);
  });
});

describe("withdrawing", () => {
  test("takes the question from the phone's screen within a second; the OP hears CANCELLED once", async () => {
    const { held, approval } = await asked(world);
    const stream = frames(await events(fromPhone("/api/phone/events", phone)));
    await opened(fromPhone("/x", { cookie: phone.cookie, method: "POST" }), {
      params: Promise.resolve({ approvalId: approval.id }),
    });
    const before = world.op.callbacks.length;
    const begun = Date.now();
    const answer = await desk.withdraw(held.order.id);
    expect(await answer.json()).toMatchObject({ state: "withdrawn" });
    await stream.until((data) => data.id === approval.id && data.state === "withdrawn");
    expect(Date.now() - begun).toBeLessThan(1_000);
    expect((await desk.withdraw(held.order.id)).status).toBe(200);
    await afterwards();
    expect(world.op.callbacks.slice(before).map((each) => each.status)).toEqual(["CANCELLED"]);
    const listed = await (await list(fromPhone("/api/phone/approvals", phone))).json();
    expect(listed.approvals.find((each: { id: string }) => each.id === approval.id)).toMatchObject({
      state: "withdrawn",
    });
    expect((await decideOn(phone, approval.id, "approved")).body).toMatchObject({
      code: "withdrawn",
    });
    expect(await approvalOf(world, held.order.id)).toMatchObject({
      callbackOutcome: "told",
      bearerSealed: null,
    });
    await stream.cancel();
  });

  test("comes too late for an answered question: the snapshot says what won", async () => {
    const { held, approval } = await asked(world);
    await decideOn(phone, approval.id, "declined");
    const before = world.op.callbacks.length;
    const answer = await desk.withdraw(held.order.id);
    expect(await answer.json()).toMatchObject({ state: "told", decision: "declined" });
    await afterwards();
    expect(world.op.callbacks.length).toBe(before);
  });

  test("at the instant of the channel's request: withdrawn before or after, never asked", async () => {
    for (let round = 0; round < 6; round++) {
      const held = await world.bank.open();
      const [channel, withdrawal] = await Promise.all([
        ask(world, held.order.id, held.digest),
        desk.withdraw(held.order.id),
      ]);
      await afterwards();
      expect([`${channel.status} ${withdrawal.status}`]).toEqual([
        channel.status === 201 ? "201 200" : "410 404",
      ]);
      if (channel.status === 201)
        expect((await approvalOf(world, held.order.id)).state).toBe("withdrawn");
    }
  });

  test("a reason that the contract does not have is refused", async () => {
    const { held } = await asked(world);
    expect((await desk.withdraw(held.order.id, "bored")).status).toBe(422);
    expect((await desk.withdraw("not-an-order")).status).toBe(404);
  });
});

describe("calling again", () => {
  test("rings three times in all, and each raises the version and reaches open streams", async () => {
    const { held, approval } = await asked(world);
    await list(fromPhone("/api/phone/approvals", phone));
    const stream = frames(await events(fromPhone("/api/phone/events", phone)));
    await stream.until((data) => data.id === approval.id);
    expect(await (await desk.notify(held.order.id)).json()).toMatchObject({ notifications: 2 });
    await stream.until((data) => data.id === approval.id);
    expect(await (await desk.notify(held.order.id)).json()).toMatchObject({ notifications: 3 });
    const refused = await desk.notify(held.order.id);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: "notify_limit" });
    const story = await eventsOf(world, held.order.id);
    expect(story.map((each) => [each.version, each.notifications])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
    ]);
    await stream.cancel();
  });

  test("an unknown order is 404; one that is over is left alone", async () => {
    expect((await desk.notify("ord_aaaaaaaaaaaaaaaaaaaaaaaa")).status).toBe(404);
    const { held, approval } = await asked(world);
    await decideOn(phone, approval.id, "approved");
    const answer = await desk.notify(held.order.id);
    expect(await answer.json()).toMatchObject({ state: "told", notifications: 1 });
  });
});
