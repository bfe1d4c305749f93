import { describe, expect, test, vi } from "vitest";
import { GET as list } from "#app/api/phone/approvals/route.ts";
import { GET as events } from "#app/api/phone/events/route.ts";
import { checkUndone } from "#lib/device/approvals/check-undone.ts";
import { afterwards } from "./support/after.ts";
import { consoleOf } from "./support/console.ts";
import { decideOn, enrolPhone, fromPhone, openQuestion } from "./support/phone.ts";
import { approvalOf, asked, eventsOf, frames, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();
const phone = await enrolPhone(world);
const desk = consoleOf(world);

async function approved() {
  const { held, approval } = await asked(world);
  expect((await decideOn(phone, approval.id, "approved")).body).toMatchObject({ told: true });
  return { held, id: approval.id, orderId: held.order.id };
}

async function card(id: string) {
  const { approvals } = await (await list(fromPhone("/api/phone/approvals", phone))).json();
  return approvals.find((each: { id: string }) => each.id === id);
}

const lines = async (id: string) =>
  (
    await world.ctx.database
      .selectFrom("audit")
      .select("action")
      .where("subject", "=", `approval:${id}`)
      .orderBy("seq")
      .execute()
  ).map((line) => line.action);

describe("an approval that the bank took back", () => {
  test("is said on the phone's card and stream; decision, state and callback stay", async () => {
    const { held, id, orderId } = await approved();
    expect(await card(id)).not.toHaveProperty("undone");
    const stream = frames(await events(fromPhone("/api/phone/events", phone)));
    const callbacks = world.op.callbacks.length;
    const before = await approvalOf(world, orderId);
    held.status = "void";
    const answer = await (await desk.withdraw(orderId)).json();
    expect(answer).toMatchObject({ state: "told", decision: "approved" });
    await afterwards();
    const told = await stream.until((data) => data.id === id);
    expect(told.data).toEqual({ id, state: "told", undone: true });
    await stream.cancel();
    expect(await card(id)).toMatchObject({ state: "told", decision: "approved", undone: true });
    expect(await openQuestion(phone, id)).toMatchObject({ undone: true });
    const after = await approvalOf(world, orderId);
    expect(after).toMatchObject({
      state: "told",
      decision: "approved",
      callbackOutcome: "told",
      version: before.version + 1,
    });
    expect(world.op.callbacks.length).toBe(callbacks);
    const [last, previous] = (await eventsOf(world, orderId)).reverse();
    expect({ ...last, version: 0 }).toEqual({ ...previous, version: 0 });
    expect((await lines(id)).slice(-2)).toEqual(["approval.taken-back", "approval.undone"]);
  });

  test("twice and ten times at once is undone once", async () => {
    const { held, id, orderId } = await approved();
    held.status = "void";
    await Promise.all(Array.from({ length: 10 }, () => desk.withdraw(orderId)));
    await afterwards();
    await desk.withdraw(orderId);
    await afterwards();
    await checkUndone({ ctx: world.ctx, input: { approvalId: id } });
    const story = await lines(id);
    expect(story.filter((action) => action === "approval.undone")).toHaveLength(1);
    expect(story.filter((action) => action === "approval.taken-back")).toHaveLength(1);
  });

  test("that ran out there counts the same", async () => {
    const { held, id, orderId } = await approved();
    held.status = "expired";
    await desk.withdraw(orderId, "expired");
    await afterwards();
    expect(await card(id)).toMatchObject({ undone: true });
  });
});

describe("the bank's word decides, not the console's", () => {
  test("an executed order stays approved, however often the console withdraws", async () => {
    const { held, id, orderId } = await approved();
    held.status = "executed";
    for (let n = 0; n < 2; n++) await desk.withdraw(orderId);
    await afterwards();
    expect(await checkUndone({ ctx: world.ctx, input: { approvalId: id } })).toBe("done");
    expect(await card(id)).not.toHaveProperty("undone");
  });

  test("the void may come after the withdrawal, and the bank may be away: asked again", async () => {
    const { held, id, orderId } = await approved();
    const again = () => checkUndone({ ctx: world.ctx, input: { approvalId: id } });
    await desk.withdraw(orderId);
    await afterwards();
    expect(await again()).toBe("again");
    world.bank.faults.orders.push({ status: 503 });
    expect(await again()).toBe("again");
    expect(await card(id)).not.toHaveProperty("undone");
    held.status = "void";
    expect(await again()).toBe("done");
    expect(await card(id)).toMatchObject({ undone: true });
  });

  test("a decline is never undone, nor is anything of another console's", async () => {
    const { held, approval } = await asked(world);
    await decideOn(phone, approval.id, "declined");
    held.status = "void";
    await desk.withdraw(held.order.id);
    const other = await approved();
    other.held.status = "void";
    const second = consoleOf(world, { azp: "second-console" });
    expect((await second.withdraw(other.orderId)).status).toBe(404);
    await afterwards();
    expect(await card(approval.id)).not.toHaveProperty("undone");
    expect(await card(other.id)).not.toHaveProperty("undone");
  });
});

describe("the withdrawal comes while the approval is under way", () => {
  test("before the receipt is lodged: the void wins, one CANCELLED, no undone", async () => {
    const { held, approval } = await asked(world);
    world.bank.faults.receipt.push({ status: 503 });
    await decideOn(phone, approval.id, "approved");
    held.status = "void";
    const callbacks = world.op.callbacks.length;
    expect(await (await desk.withdraw(held.order.id)).json()).toMatchObject({ state: "decided" });
    await afterwards();
    const again = () => checkUndone({ ctx: world.ctx, input: { approvalId: approval.id } });
    expect(await again()).toBe("again");
    const { tellOutcome } = await import("#lib/device/approvals/tell-outcome.ts");
    await tellOutcome({ ctx: world.ctx, input: { approvalId: approval.id } });
    expect(await again()).toBe("done");
    expect(world.op.callbacks.slice(callbacks).map(({ status }) => status)).toEqual(["CANCELLED"]);
    expect(await card(approval.id)).toMatchObject({ state: "withdrawn" });
    expect(await card(approval.id)).not.toHaveProperty("undone");
  });

  test("at the same instant as the decision: one callback, and no card says both", async () => {
    for (let round = 0; round < 6; round++) {
      const { held, approval } = await asked(world);
      const callbacks = world.op.callbacks.length;
      await Promise.all([
        decideOn(phone, approval.id, "approved").catch(() => {}),
        desk.withdraw(held.order.id).then(() => {
          if (held.status === "open" || held.status === "approved") held.status = "void";
        }),
      ]);
      await afterwards();
      await checkUndone({ ctx: world.ctx, input: { approvalId: approval.id } });
      expect(world.op.callbacks.length - callbacks).toBe(1);
      const shown = await card(approval.id);
      expect([shown.state, shown.undone ?? false]).toEqual(
        shown.state === "told" ? ["told", true] : ["withdrawn", false],
      );
    }
  });
});
