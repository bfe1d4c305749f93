import { describe, expect, test, vi } from "vitest";
import { GET as snapshotOf } from "#app/api/follow/[orderId]/route.ts";
import { GET as follow } from "#app/api/follow/route.ts";
import { POST as opened } from "#app/api/phone/approvals/[approvalId]/opened/route.ts";
import { GET as list } from "#app/api/phone/approvals/route.ts";
import { GET as events } from "#app/api/phone/events/route.ts";
import { decideOn, enrolPhone, fromPhone } from "./support/phone.ts";
import { approvalOf, asked, eventsOf, frames, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();
const phone = await enrolPhone(world);

describe("from the channel to the callback", () => {
  test("a question reaches the phone, is opened and approved; the bank has the receipt before the OP hears", async () => {
    const { held, approval } = await asked(world);
    expect(approval.state).toBe("received");
    const listed = await (await list(fromPhone("/api/phone/approvals", phone))).json();
    expect(listed.approvals[0]).toMatchObject({ id: approval.id, state: "notified" });
    expect(listed.approvals[0].words.emphasis).toBe("€500.00");
    const answer = await opened(
      fromPhone(`/api/phone/approvals/${approval.id}/opened`, { ...phone, method: "POST" }),
      { params: Promise.resolve({ approvalId: approval.id }) },
    );
    expect(answer.status).toBe(204);
    const before = world.op.callbacks.length;
    const decided = await decideOn(phone, approval.id, "approved");
    expect(decided).toEqual({
      status: 200,
      body: { state: "told", decision: "approved", told: true },
    });
    expect(world.bank.orders.get(held.order.id)?.status).toBe("approved");
    expect(world.op.callbacks.slice(before).map((each) => each.status)).toEqual(["SUCCEED"]);
    const story = await eventsOf(world, held.order.id);
    expect(story.map((each) => each.state)).toEqual([
      "received",
      "notified",
      "opened",
      "decided",
      "telling",
      "told",
    ]);
    expect(story.map((each) => each.version)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await approvalOf(world, held.order.id)).bearerSealed).toBeNull();
  });

  test("a decline is UNAUTHORIZED to the OP and its reason reaches the console", async () => {
    const { held, approval } = await asked(world);
    const before = world.op.callbacks.length;
    const decided = await decideOn(phone, approval.id, "declined", { reason: "wrong_amount" });
    expect(decided.body).toMatchObject({ state: "told", decision: "declined", told: true });
    expect(world.op.callbacks.slice(before).map((each) => each.status)).toEqual(["UNAUTHORIZED"]);
    expect((await eventsOf(world, held.order.id)).at(-1)).toMatchObject({
      state: "told",
      decision: "declined",
      reason: "wrong_amount",
    });
  });

  test("a report is to console and OP a plain decline, alike in every value; only the receipt says more", async () => {
    const plain = await asked(world);
    await decideOn(phone, plain.approval.id, "declined");
    const reported = await asked(world);
    await decideOn(phone, reported.approval.id, "reported");
    const [a, b] = await Promise.all(
      [plain, reported].map(async ({ held }) =>
        (await eventsOf(world, held.order.id)).map(
          ({ order_id: _order, received_at: _r, notified_at: _n, opened_at: _o, ...rest }) => ({
            ...rest,
            decided_at: rest.decided_at && "set",
            told_at: rest.told_at && "set",
            ended_at: rest.ended_at && "set",
          }),
        ),
      ),
    );
    expect(b).toEqual(a);
    expect(JSON.stringify(b)).not.toContain("report");
    expect(world.op.callbacks.at(-1)?.status).toBe("UNAUTHORIZED");
    expect(world.bank.receipts.at(-1)?.statement.decision).toBe("reported");
  });

  test("an open stream of the phone makes it notified; the console's feed shows every step live", async () => {
    const phoneStream = frames(await events(fromPhone("/api/phone/events", phone)));
    const feed = frames(
      await follow(
        new Request("http://phone.localhost/api/follow", {
          headers: { authorization: `Bearer ${await world.op.consoleToken()}` },
        }),
      ),
    );
    const { held, approval } = await asked(world);
    const changed = await phoneStream.until((data) => data.id === approval.id);
    expect(changed.event).toBe("changed");
    await decideOn(phone, approval.id, "approved");
    const states: string[] = [];
    while (states.at(-1) !== "told") {
      const frame = await feed.next();
      expect(frame).toBeDefined();
      if (frame?.data.order_id === held.order.id) states.push(String(frame.data.state));
    }
    expect(states).toEqual(["received", "notified", "decided", "telling", "told"]);
    const snapshot = await snapshotOf(
      new Request("http://phone.localhost/api/follow/x", {
        headers: { authorization: `Bearer ${await world.op.consoleToken()}` },
      }),
      { params: Promise.resolve({ orderId: held.order.id }) },
    );
    expect(await snapshot.json()).toMatchObject({ state: "told", decision: "approved" });
    await Promise.all([phoneStream.cancel(), feed.cancel()]);
  });
});
