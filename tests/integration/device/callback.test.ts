import { describe, expect, test, vi } from "vitest";
import { expire } from "#lib/device/approvals/expire.ts";
import { sweep } from "#lib/device/approvals/sweep.ts";
import { tellOutcome } from "#lib/device/approvals/tell-outcome.ts";
import { tellOp } from "#lib/device/channel/tell-op.ts";
import type { DeviceContext } from "#lib/device/context.ts";
import { decideOn, enrolPhone } from "./support/phone.ts";
import { approvalOf, asked, eventsOf, letPass, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();
const phone = await enrolPhone(world);

const sentFor = (from: number) => world.op.callbacks.slice(from).map((each) => each.status);

/** An approval whose decision is stored and lodged nowhere: the process died right after. */
async function decidedAndDead() {
  const { held, approval } = await asked(world);
  world.bank.faults.receipt.push({ status: 503 });
  const decided = await decideOn(phone, approval.id, "approved");
  expect(decided.body).toEqual({ state: "decided", decision: "approved", told: false });
  return { held, id: approval.id };
}

const withCallbackAt = (url: string): DeviceContext => ({
  ...world.ctx,
  config: { ...world.ctx.config, DEVICE_OP_CALLBACK_URL: url },
});

describe("one callback, ever", () => {
  test("from five processes at once", async () => {
    const { held, id } = await decidedAndDead();
    const before = world.op.callbacks.length;
    await Promise.all(
      Array.from({ length: 5 }, () => tellOutcome({ ctx: world.ctx, input: { approvalId: id } })),
    );
    expect(sentFor(before)).toEqual(["SUCCEED"]);
    expect((await approvalOf(world, held.order.id)).state).toBe("told");
    expect(
      world.bank.receipts.filter((each) => each.statement.order_digest === held.digest),
    ).toHaveLength(1);
  });

  test("a 403 in the first second is repeated once: the OP had not stored our 201", async () => {
    const { approval } = await asked(world);
    const before = world.op.callbacks.length;
    world.op.nextCallbacks.push({ status: 403 });
    expect((await decideOn(phone, approval.id, "approved")).body).toMatchObject({ told: true });
    expect(sentFor(before)).toEqual(["SUCCEED", "SUCCEED"]);
  });

  test("a second 403 is not repeated", async () => {
    const { held, approval } = await asked(world);
    const before = world.op.callbacks.length;
    world.op.nextCallbacks.push({ status: 403 }, { status: 403 });
    expect((await decideOn(phone, approval.id, "approved")).body).toMatchObject({
      state: "unknown",
      told: false,
    });
    expect(sentFor(before)).toHaveLength(2);
    expect((await approvalOf(world, held.order.id)).callbackOutcome).toBe("refused");
  });

  test.each([
    ["a later 403", { status: 403 } as const, "refused"],
    [
      "a 400 (the OP could not ping its client: maybe committed)",
      { status: 400 } as const,
      "unknown",
    ],
    ["a 500", { status: 500 } as const, "unknown"],
    ["a lost answer", "drop" as const, "unknown"],
    ["an answer too late", { status: 200, afterMs: 1_800 } as const, "unknown"],
  ])("%s is never repeated: unknown", async (_what, answer, outcome) => {
    const { held, approval } = await asked(world);
    await letPass(world, approval.id, 2);
    const before = world.op.callbacks.length;
    world.op.nextCallbacks.push(answer);
    const decided = await decideOn(phone, approval.id, "approved");
    expect(decided.body).toEqual({ state: "unknown", decision: "approved", told: false });
    await tellOutcome({ ctx: world.ctx, input: { approvalId: approval.id } });
    await letPass(world, approval.id, 60);
    await sweep({ ctx: world.ctx });
    await tellOp({ ctx: world.ctx, input: { approvalId: approval.id } });
    expect(sentFor(before)).toHaveLength(1);
    expect(await approvalOf(world, held.order.id)).toMatchObject({
      state: "unknown",
      callbackOutcome: outcome,
      bearerSealed: null,
    });
  });

  test("an OP that cannot be connected got nothing: tried again, a little", async () => {
    const { held, id } = await decidedAndDead();
    const ctx = withCallbackAt("http://127.0.0.1:1/ciba/callback");
    await tellOutcome({ ctx, input: { approvalId: id } });
    expect(await approvalOf(world, held.order.id)).toMatchObject({
      state: "unknown",
      callbackOutcome: "unreachable",
    });
  });
});

describe("the receipt goes to the bank first", () => {
  test("while the bank is away nobody is told; a job goes on when it is back", async () => {
    const before = world.op.callbacks.length;
    const { held, id } = await decidedAndDead();
    world.bank.faults.receipt.push({ status: 503 }, { status: 429 });
    expect(await tellOutcome({ ctx: world.ctx, input: { approvalId: id } })).toBe("again");
    expect(await tellOutcome({ ctx: world.ctx, input: { approvalId: id } })).toBe("again");
    expect(sentFor(before)).toEqual([]);
    expect(await tellOutcome({ ctx: world.ctx, input: { approvalId: id } })).toBe("done");
    expect(sentFor(before)).toEqual(["SUCCEED"]);
    expect((await approvalOf(world, held.order.id)).state).toBe("told");
  });

  test("a lost answer of the bank is asked again with the same receipt", async () => {
    const { held, approval } = await asked(world);
    world.bank.faults.receipt.push("drop");
    expect((await decideOn(phone, approval.id, "approved")).body).toMatchObject({ told: false });
    await tellOutcome({ ctx: world.ctx, input: { approvalId: approval.id } });
    expect((await approvalOf(world, held.order.id)).state).toBe("told");
    expect(
      world.bank.receipts.filter((each) => each.statement.order_digest === held.digest),
    ).toHaveLength(1);
  });

  test("an order that is void by then is withdrawn: CANCELLED to the OP, told to the phone", async () => {
    const { held, approval } = await asked(world);
    const before = world.op.callbacks.length;
    held.status = "void";
    const decided = await decideOn(phone, approval.id, "approved");
    expect(decided.status).toBe(409);
    expect(decided.body).toMatchObject({ code: "withdrawn" });
    expect(sentFor(before)).toEqual(["CANCELLED"]);
    const last = (await eventsOf(world, held.order.id)).at(-1);
    expect(last).toMatchObject({ state: "withdrawn" });
    expect(last).not.toHaveProperty("decision");
    expect(last).not.toHaveProperty("failure");
  });

  test("a receipt that the bank does not accept comes to nothing", async () => {
    const { held, approval } = await asked(world);
    const before = world.op.callbacks.length;
    const pinned = world.bank.pinned.get(phone.authenticatorId);
    world.bank.pinned.delete(phone.authenticatorId);
    expect((await decideOn(phone, approval.id, "approved")).status).toBe(409);
    if (pinned) world.bank.pinned.set(phone.authenticatorId, pinned);
    expect(sentFor(before)).toEqual(["CANCELLED"]);
    expect((await eventsOf(world, held.order.id)).at(-1)).toMatchObject({
      state: "withdrawn",
      failure: "refused_request",
    });
  });

  test("a decision that never reached the bank ends when the OP's time is over", async () => {
    const before = world.op.callbacks.length;
    const { held, id } = await decidedAndDead();
    await letPass(world, id, 100);
    expect(await expire({ ctx: world.ctx, input: { approvalId: id } })).toBe("again");
    await letPass(world, id, 22);
    expect(await expire({ ctx: world.ctx, input: { approvalId: id } })).toBe("done");
    await tellOutcome({ ctx: world.ctx, input: { approvalId: id } });
    expect(sentFor(before)).toEqual([]);
    const last = (await eventsOf(world, held.order.id)).at(-1);
    expect(last).toMatchObject({ state: "expired", failure: "bank_unreachable" });
    expect(last).not.toHaveProperty("decision");
  });
});

describe("killed half-way", () => {
  test("after the claim, before the answer: unknown after 15 s, and never sent", async () => {
    const { held, id } = await decidedAndDead();
    const before = world.op.callbacks.length;
    await world.ctx.database
      .updateTable("approvals")
      .set({ state: "telling", lodgedAt: new Date(), callbackStartedAt: new Date() })
      .where("id", "=", id)
      .execute();
    await sweep({ ctx: world.ctx });
    expect((await approvalOf(world, held.order.id)).state).toBe("telling");
    await letPass(world, id, 16);
    await sweep({ ctx: world.ctx });
    await tellOutcome({ ctx: world.ctx, input: { approvalId: id } });
    expect(await approvalOf(world, held.order.id)).toMatchObject({
      state: "unknown",
      callbackOutcome: "unknown",
      bearerSealed: null,
    });
    expect(sentFor(before)).toEqual([]);
  });

  test("an answer that arrives after the sweep changes nothing", async () => {
    const { held, approval } = await asked(world);
    await letPass(world, approval.id, 2);
    world.op.nextCallbacks.push({ status: 200, afterMs: 700 });
    const deciding = decideOn(phone, approval.id, "approved");
    await vi.waitFor(async () =>
      expect((await approvalOf(world, held.order.id)).state).toBe("telling"),
    );
    await letPass(world, approval.id, 20);
    await sweep({ ctx: world.ctx });
    expect((await deciding).body).toMatchObject({ state: "unknown", told: false });
    expect((await eventsOf(world, held.order.id)).at(-1)?.state).toBe("unknown");
  });

  test("with the receipt lodged and nothing claimed: a job tells", async () => {
    const { held, id } = await decidedAndDead();
    const before = world.op.callbacks.length;
    await world.ctx.database
      .updateTable("approvals")
      .set({ lodgedAt: new Date() })
      .where("id", "=", id)
      .execute();
    await tellOutcome({ ctx: world.ctx, input: { approvalId: id } });
    expect(sentFor(before)).toEqual(["SUCCEED"]);
    expect((await approvalOf(world, held.order.id)).state).toBe("told");
  });
});

describe("the deadline", () => {
  test("ends an unanswered question without a callback; the sweep does it where a job did not", async () => {
    const before = world.op.callbacks.length;
    const { held, approval } = await asked(world);
    expect(await expire({ ctx: world.ctx, input: { approvalId: approval.id } })).toBe("again");
    await letPass(world, approval.id, 120);
    await sweep({ ctx: world.ctx });
    expect(await expire({ ctx: world.ctx, input: { approvalId: approval.id } })).toBe("done");
    expect((await approvalOf(world, held.order.id)).state).toBe("expired");
    expect(sentFor(before)).toEqual([]);
    expect((await decideOn(phone, approval.id, "approved")).body).toMatchObject({
      code: "expired",
    });
  });
});
