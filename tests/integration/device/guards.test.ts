import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { describe, expect, test, vi } from "vitest";
import { POST as enrol } from "#app/api/phone/devices/route.ts";
import { GET as events } from "#app/api/phone/events/route.ts";
import { GET as me } from "#app/api/phone/me/route.ts";
import { decide } from "#lib/device/approvals/decide.ts";
import { tellOp } from "#lib/device/channel/tell-op.ts";
import { phoneContext } from "#lib/device/enrolment/phone-session.ts";
import { afterwards } from "./support/after.ts";
import { consoleOf } from "./support/console.ts";
import {
  decideOn,
  enrolPhone,
  fromPhone,
  goodPin,
  newKey,
  openQuestion,
  signIn,
  signReceipt,
} from "./support/phone.ts";
import { approvalOf, ask, asked, eventsOf, frames, letPass, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();
const phone = await enrolPhone(world);
const desk = consoleOf(world);
const sentFor = (from: number) => world.op.callbacks.slice(from).map((each) => each.status);

describe("by the database itself", () => {
  test("the database keeps one question for a jti and one for an order", async () => {
    const { approval } = await asked(world);
    const again = (changes: Record<string, string>) =>
      world.ctx.database
        .insertInto("approvals")
        .values({
          id: randomUUID(),
          iss: approval.iss,
          azp: approval.azp,
          jtiHash: approval.jtiHash,
          jtiSealed: "x",
          requestHash: "x",
          bearerSealed: "x",
          customerSub: "customer-1",
          orderId: approval.orderId,
          orderDigest: "x",
          bindingMessage: "x",
          deadlineAt: new Date(),
          ...changes,
        })
        .execute();
    await expect(again({ orderId: "ord_x" })).rejects.toMatchObject({ code: "23505" });
    await expect(again({ jtiHash: "x" })).rejects.toMatchObject({ code: "23505" });
  });

  test("the database knows no telling without a lodged receipt", async () => {
    const { approval } = await asked(world);
    world.bank.faults.receipt.push({ status: 503 });
    await decideOn(phone, approval.id, "approved");
    await expect(
      world.ctx.database
        .updateTable("approvals")
        .set({ state: "telling", callbackStartedAt: new Date() })
        .where("id", "=", approval.id)
        .execute(),
    ).rejects.toMatchObject({ code: "23514" });
  });
});

test("a bearer that is good, but leaves no time, asks nobody", async () => {
  const held = await world.bank.open();
  const bearer = await world.op.bearer({ exp: Math.floor(Date.now() / 1000) + 2 });
  const response = await ask(world, held.order.id, held.digest, { bearer });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: "too_late" });
});

describe("the callback", () => {
  test("a decision that is not lodged is told to nobody", async () => {
    const { held, approval } = await asked(world);
    world.bank.faults.receipt.push({ status: 503 });
    await decideOn(phone, approval.id, "approved");
    const before = world.op.callbacks.length;
    await tellOp({ ctx: world.ctx, input: { approvalId: approval.id } });
    expect(sentFor(before)).toEqual([]);
    expect((await approvalOf(world, held.order.id)).state).toBe("decided");
  });

  test("a withdrawal is told to the OP once, from five processes at once", async () => {
    const { held, approval } = await asked(world);
    const before = world.op.callbacks.length;
    await desk.withdraw(held.order.id);
    await Promise.all(
      Array.from({ length: 5 }, () =>
        tellOp({ ctx: world.ctx, input: { approvalId: approval.id } }),
      ),
    );
    await afterwards();
    expect(sentFor(before)).toEqual(["CANCELLED"]);
  });

  test("a withdrawal takes no answer back that is on its way to the bank", async () => {
    const { held, approval } = await asked(world);
    world.bank.faults.receipt.push({ status: 503 });
    await decideOn(phone, approval.id, "approved");
    const answer = await desk.withdraw(held.order.id);
    expect(await answer.json()).toMatchObject({ state: "decided", decision: "approved" });
    expect((await eventsOf(world, held.order.id)).at(-1)?.state).toBe("decided");
  });
});

describe("the decision", () => {
  test("a deadline that passes while the PIN is checked is kept", async () => {
    const { held, approval } = await asked(world);
    const receipt = await signReceipt(phone, await openQuestion(phone, approval.id), "approved");
    const ctx = await phoneContext({
      ctx: world.ctx,
      input: { token: phone.cookie.split("=")[1] },
    });
    // The clock moves on in the moment in which the PIN is counted.
    const slow = {
      ...ctx,
      config: new Proxy(ctx.config, {
        get(config, name) {
          if (name === "DEVICE_SEALING_KEYS") late ??= letPass(world, approval.id, 200);
          return Reflect.get(config, name);
        },
      }),
    };
    let late: Promise<void> | undefined;
    await expect(
      decide({
        ctx: slow,
        input: { approvalId: approval.id, decision: "approved", pin: goodPin, receipt },
      }),
    ).rejects.toMatchObject({ code: "expired" });
    await late;
    expect((await approvalOf(world, held.order.id)).decision).toBeNull();
  });
});

describe("streams", () => {
  const nothing = async (response: Response) => {
    const stream = frames(response);
    expect(await stream.next(700)).toBeUndefined();
    await stream.cancel();
  };

  test("a stream tells nothing of another customer, also of what was asked before it opened", async () => {
    const stranger = await enrolPhone(world, "customer-2");
    await asked(world);
    await nothing(await events(fromPhone("/api/phone/events", stranger)));
  });

  test("a feed tells nothing of another console, also of what was asked before it opened", async () => {
    await asked(world);
    await nothing(await consoleOf(world, { azp: "second-console" }).feed());
  });

  test("a feed ends with its token", async () => {
    const token = await world.op.consoleToken({ exp: Math.floor(Date.now() / 1000) + 2 });
    const response = await consoleOf(world, { token }).feed();
    expect(response.status).toBe(200);
    const body = (response.body as ReadableStream<Uint8Array>).getReader();
    const ended = (async () => {
      while (!(await body.read()).done);
      return "ended";
    })();
    const late = new Promise((next) => setTimeout(next, 4_000, "still open"));
    expect(await Promise.race([ended, late])).toBe("ended");
    await body.cancel();
  });
});

describe("phones", () => {
  test("six phones of one login at once are one phone", async () => {
    const { cookie } = await signIn(world, { sub: "customer-12" });
    const keys = await Promise.all(Array.from({ length: 6 }, newKey));
    const before = world.bank.pinned.size;
    // All six have found the login and wait for its row when they are let go.
    const holder = new pg.Client(world.adminUrl);
    await holder.connect();
    await holder.query("begin");
    await holder.query("select 1 from device.enrolments for update");
    const enrolling = keys.map(({ publicKey }) =>
      enrol(
        fromPhone("/api/phone/devices", {
          cookie: cookie ?? "",
          json: { device_name: "Phone", pin: goodPin, public_key_jwk: publicKey },
        }),
      ),
    );
    await vi.waitFor(async () => {
      const { rows } = await sql<{ waiting: number }>`
        select count(*)::int as waiting from pg_stat_activity
        where wait_event_type = 'Lock' and query like 'update "enrolments"%'
          and datname = current_database()`.execute(world.ctx.database);
      expect(rows[0]?.waiting).toBe(6);
    });
    await holder.query("commit");
    await holder.end();
    const statuses = (await Promise.all(enrolling)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(world.bank.pinned.size).toBe(before + 1);
  });

  test("a sixth phone is refused", async () => {
    for (let n = 0; n < 5; n++) await enrolPhone(world, "customer-9");
    const { cookie } = await signIn(world, { sub: "customer-9" });
    const { publicKey } = await newKey();
    const response = await enrol(
      fromPhone("/api/phone/devices", {
        cookie: cookie ?? "",
        json: { device_name: "Phone", pin: goodPin, public_key_jwk: publicKey },
      }),
    );
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: "too_many_devices" });
  });

  test("a phone's session that has run out is none", async () => {
    const lost = await enrolPhone(world, "customer-10");
    expect((await me(fromPhone("/x", lost))).status).toBe(200);
    await sql`update devices set session_expires_at = now() where id = ${lost.deviceId}`.execute(
      world.ctx.database,
    );
    expect((await me(fromPhone("/x", lost))).status).toBe(401);
  });

  test("the stream of a removed phone tells nothing more and ends", async () => {
    const lost = await enrolPhone(world, "customer-11");
    await enrolPhone(world, "customer-11");
    const stream = frames(await events(fromPhone("/api/phone/events", lost)));
    await sql`update devices set removed_at = now() where id = ${lost.deviceId}`.execute(
      world.ctx.database,
    );
    await asked(world, { sub: "customer-11" });
    expect(await stream.next(1_000)).toBeUndefined();
  });
});
