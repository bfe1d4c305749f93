import { sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
import { GET as read } from "#app/api/phone/approvals/[approvalId]/route.ts";
import { GET as list } from "#app/api/phone/approvals/route.ts";
import { GET as events } from "#app/api/phone/events/route.ts";
import { POST as setLanguage } from "#app/api/phone/language/route.ts";
import type { Receipt, ReceiptStatement } from "#lib/core/contracts/receipt.ts";
import { consoleOf } from "./support/console.ts";
import {
  decideOn,
  enrolPhone,
  fromPhone,
  goodPin,
  newKey,
  openQuestion,
  postDecision,
  signReceipt,
} from "./support/phone.ts";
import { approvalOf, asked, eventsOf, frames, letPass, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();
const phone = await enrolPhone(world);
const second = await enrolPhone(world);
const stranger = await enrolPhone(world, "customer-2");

const sentFor = (from: number) => world.op.callbacks.slice(from).map((each) => each.status);

describe("the receipt", () => {
  const faults: [string, Partial<ReceiptStatement>][] = [
    ["order_digest", { order_digest: "B".repeat(43) }],
    ["decision", { decision: "declined" }],
    ["shown_text_hash", { shown_text_hash: "C".repeat(43) }],
    ["shown_text_hash", { language: "de" }],
    ["iss", { iss: "http://elsewhere.example" }],
    ["azp", { azp: "second-console" }],
    ["jti", { jti: "another-jti-of-an-approval" }],
    ["nonce", { nonce: "D".repeat(22) }],
  ];
  test.each(faults)(
    "with another %s (%o) is refused and decides nothing",
    async (field, changes) => {
      const { held, approval } = await asked(world);
      const question = await openQuestion(phone, approval.id);
      const receipt = await signReceipt(phone, question, "approved", changes);
      const answer = await postDecision(phone, approval.id, {
        decision: "approved",
        receipt,
        pin: goodPin,
      });
      expect(answer).toMatchObject({ status: 422, body: { code: "receipt_refused", field } });
      expect((await approvalOf(world, held.order.id)).state).toBe("notified");
      expect(world.bank.orders.get(held.order.id)?.status).toBe("open");
    },
  );

  async function refused(
    receiptOf: (receipt: Receipt) => Promise<Receipt> | Receipt,
    field: string,
  ) {
    const { held, approval } = await asked(world);
    const question = await openQuestion(phone, approval.id);
    const receipt = await receiptOf(await signReceipt(phone, question, "approved"));
    const answer = await postDecision(phone, approval.id, {
      decision: "approved",
      receipt,
      pin: goodPin,
    });
    expect(answer).toMatchObject({ status: 422, body: { field } });
    expect((await approvalOf(world, held.order.id)).state).toBe("notified");
  }

  test("altered after signing is refused", () =>
    refused(
      (receipt) => ({ ...receipt, signature: `${receipt.signature.slice(0, 84)}AA` }),
      "signature",
    ));
  test("signed by a key that is not this phone's is refused", () =>
    refused(async (receipt) => {
      const { privateKey } = await newKey();
      const { statement } = receipt;
      return signReceipt(
        { ...phone, key: privateKey },
        { statement, words: {} as never },
        "approved",
        statement,
      );
    }, "signature"));
  test("in the name of another authenticator is refused", () =>
    refused(
      (receipt) => ({ ...receipt, authenticator_id: second.authenticatorId }),
      "authenticator_id",
    ));
  test("about words that this phone was never served is refused", async () => {
    const { approval } = await asked(world);
    const question = await openQuestion(second, approval.id);
    const receipt = await signReceipt(phone, question, "approved");
    const answer = await postDecision(phone, approval.id, {
      decision: "approved",
      receipt,
      pin: goodPin,
    });
    expect(answer).toMatchObject({ status: 422, body: { field: "shown_text_hash" } });
  });
  test("of another approval, used again, is refused", async () => {
    const one = await asked(world);
    const question = await openQuestion(phone, one.approval.id);
    const receipt = await signReceipt(phone, question, "approved");
    const two = await asked(world);
    await openQuestion(phone, two.approval.id);
    const answer = await postDecision(phone, two.approval.id, {
      decision: "approved",
      receipt,
      pin: goodPin,
    });
    expect(answer).toMatchObject({ status: 422, body: { field: "order_digest" } });
  });
  test("with keys that the contract does not have is refused", async () => {
    const { approval } = await asked(world);
    const question = await openQuestion(phone, approval.id);
    const receipt = await signReceipt(phone, question, "approved");
    for (const json of [
      { decision: "approved", pin: goodPin, receipt: { ...receipt, more: 1 } },
      { decision: "approved", pin: goodPin, receipt, more: 1 },
      { decision: "maybe", pin: goodPin, receipt },
      { decision: "declined", reason: "no_device", receipt },
    ])
      expect((await postDecision(phone, approval.id, json)).status).toBe(422);
  });
  test("may speak of words that were served before the language changed", async () => {
    const { approval } = await asked(world);
    const question = await openQuestion(second, approval.id);
    await setLanguage(
      fromPhone("/api/phone/language", { cookie: second.cookie, json: { language: "de" } }),
    );
    expect((await openQuestion(second, approval.id)).words.language).toBe("de");
    const receipt = await signReceipt(second, question, "declined");
    const answer = await postDecision(second, approval.id, { decision: "declined", receipt });
    expect(answer.status).toBe(200);
    expect(world.bank.receipts.at(-1)?.statement.language).toBe("en");
  });
});

describe("once", () => {
  test("the same answer sent twice (lost answer) is the same decision and one callback", async () => {
    const { approval } = await asked(world);
    const before = world.op.callbacks.length;
    const question = await openQuestion(phone, approval.id);
    const json = {
      decision: "approved",
      pin: goodPin,
      receipt: await signReceipt(phone, question, "approved"),
    };
    const answers = await Promise.all([1, 2, 3].map(() => postDecision(phone, approval.id, json)));
    for (const answer of answers) expect(answer.status).toBe(200);
    expect((await postDecision(phone, approval.id, json)).body).toMatchObject({ state: "told" });
    expect(sentFor(before)).toEqual(["SUCCEED"]);
  });

  test("two phones at the same instant: one wins, the other is told that it is answered", async () => {
    for (let round = 0; round < 5; round++) {
      const { held, approval } = await asked(world);
      const before = world.op.callbacks.length;
      const answers = await Promise.all([
        decideOn(phone, approval.id, "approved"),
        decideOn(second, approval.id, "declined"),
      ]);
      expect(answers.map((each) => each.status).sort()).toEqual([200, 409]);
      const loser = answers.find((each) => each.status === 409);
      expect(loser?.body.code).toBe("already_decided");
      const row = await approvalOf(world, held.order.id);
      expect(sentFor(before)).toEqual([row.decision === "approved" ? "SUCCEED" : "UNAUTHORIZED"]);
      expect(world.bank.orders.get(held.order.id)?.status).toBe(row.decision);
      expect(
        (await eventsOf(world, held.order.id)).filter((e) => e.state === "decided"),
      ).toHaveLength(1);
    }
  });

  test("approve racing withdraw: one wins, one callback, phone and console agree", async () => {
    const wins = { told: 0, withdrawn: 0 };
    for (let round = 0; round < 8; round++) {
      const { held, approval } = await asked(world);
      const before = world.op.callbacks.length;
      const question = await openQuestion(phone, approval.id);
      const receipt = await signReceipt(phone, question, "approved");
      const [decided, withdrawn] = await Promise.all([
        postDecision(phone, approval.id, { decision: "approved", pin: goodPin, receipt }),
        new Promise((next) => setTimeout(next, round * 12)).then(() =>
          consoleOf(world).withdraw(held.order.id),
        ),
      ]);
      expect(withdrawn.status).toBe(200);
      await vi.waitFor(() => expect(world.op.callbacks.length).toBe(before + 1));
      const { state } = await approvalOf(world, held.order.id);
      expect(decided.status).toBe(state === "told" ? 200 : 409);
      expect(sentFor(before)).toEqual([state === "told" ? "SUCCEED" : "CANCELLED"]);
      wins[state as "told" | "withdrawn"] += 1;
    }
    expect(wins.told + wins.withdrawn).toBe(8);
    expect(wins.withdrawn).toBeGreaterThan(0);
  });

  test("after the deadline it is too late, and the PIN is not looked at", async () => {
    const { approval } = await asked(world);
    const question = await openQuestion(phone, approval.id);
    const receipt = await signReceipt(phone, question, "approved");
    await letPass(world, approval.id, 120);
    const answer = await postDecision(phone, approval.id, {
      decision: "approved",
      pin: "0000",
      receipt,
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "expired" } });
  });
});

describe("whose question", () => {
  test("another customer's phone finds nothing, whatever it tries", async () => {
    const { approval } = await asked(world);
    const response = await read(fromPhone(`/api/phone/approvals/${approval.id}`, stranger), {
      params: Promise.resolve({ approvalId: approval.id }),
    });
    expect(response.status).toBe(404);
    const question = await openQuestion(phone, approval.id);
    const receipt = await signReceipt(stranger, question, "approved");
    const answer = await postDecision(stranger, approval.id, {
      decision: "approved",
      pin: goodPin,
      receipt,
    });
    expect(answer.status).toBe(404);
  });

  test("another customer's list and stream hold nothing of it, not even when it has just ended", async () => {
    const stream = frames(await events(fromPhone("/api/phone/events", stranger)));
    const { approval } = await asked(world);
    await decideOn(phone, approval.id, "declined");
    const listed = await (await list(fromPhone("/api/phone/approvals", stranger))).json();
    expect(listed.approvals).toEqual([]);
    expect(await stream.next(500)).toBeUndefined();
    await stream.cancel();
  });

  test("without a session, or from another origin, nothing is answered", async () => {
    const { approval } = await asked(world);
    const params = { params: Promise.resolve({ approvalId: approval.id }) };
    expect((await read(fromPhone("/x"), params)).status).toBe(401);
    const { POST } = await import("#app/api/phone/approvals/[approvalId]/decision/route.ts");
    for (const origin of ["http://localhost:4400", null]) {
      const response = await POST(
        fromPhone("/x", { cookie: phone.cookie, json: {}, origin }),
        params,
      );
      expect(response.status).toBe(403);
    }
  });
});

describe("the PIN", () => {
  const rest = () =>
    world.ctx.database
      .updateTable("devices")
      .set({ pinFailures: 0, pinLockedUntil: null })
      .execute();

  test("wrong ones are counted down, then lock for longer and longer; the right one does not open a lock", async () => {
    const { held, approval } = await asked(world);
    const others = async () =>
      world.ctx.database
        .selectFrom("devices")
        .select(["id", "pinFailures"])
        .where("id", "!=", phone.deviceId)
        .where("pinFailures", ">", 0)
        .execute();
    const first = await decideOn(phone, approval.id, "approved", { pin: "1111" });
    expect(first).toMatchObject({ status: 403, body: { code: "wrong_pin", attempts_left: "2" } });
    const next = await decideOn(phone, approval.id, "approved", { pin: "2222" });
    expect(next.body).toMatchObject({ code: "wrong_pin", attempts_left: "1" });
    const third = await decideOn(phone, approval.id, "approved", { pin: "3333" });
    expect(third.body).toMatchObject({ code: "wrong_pin", attempts_left: "0" });
    const firstLockMs = Date.parse(third.body.retry_at) - Date.now();
    expect(firstLockMs).toBeGreaterThan(28_000);
    const locked = await decideOn(phone, approval.id, "approved", { pin: goodPin });
    expect(locked).toMatchObject({ status: 403, body: { code: "pin_locked" } });
    await sql`update devices set pin_locked_until = now() - interval '1 second'`.execute(
      world.ctx.database,
    );
    const fourth = await decideOn(phone, approval.id, "approved", { pin: "4444" });
    expect(fourth.body).toMatchObject({ code: "wrong_pin", attempts_left: "0" });
    expect(Date.parse(fourth.body.retry_at) - Date.now()).toBeGreaterThan(58_000);
    expect((await approvalOf(world, held.order.id)).state).toBe("notified");
    await sql`update devices set pin_locked_until = now() - interval '1 second'`.execute(
      world.ctx.database,
    );
    expect((await decideOn(phone, approval.id, "approved")).status).toBe(200);
    const device = await world.ctx.database
      .selectFrom("devices")
      .selectAll()
      .where("id", "=", phone.deviceId)
      .executeTakeFirstOrThrow();
    expect(device.pinFailures).toBe(0);
    expect(await others()).toEqual([]);
  });

  test("ten guesses at the same instant are three tries", async () => {
    await rest();
    const { approval } = await asked(world);
    const question = await openQuestion(phone, approval.id);
    const receipt = await signReceipt(phone, question, "approved");
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        postDecision(phone, approval.id, { decision: "approved", receipt, pin: `900${n}` }),
      ),
    );
    const codes = answers.map((each) => each.body.code);
    expect(codes.filter((code) => code === "wrong_pin")).toHaveLength(3);
    expect(codes.filter((code) => code === "pin_locked")).toHaveLength(7);
    await rest();
  });

  test("is not asked for a decline, and a receipt that is not good costs no try", async () => {
    await rest();
    const { approval } = await asked(world);
    const question = await openQuestion(phone, approval.id);
    const receipt = await signReceipt(phone, question, "approved", { nonce: "E".repeat(22) });
    await postDecision(phone, approval.id, { decision: "approved", receipt, pin: "0000" });
    const device = await world.ctx.database
      .selectFrom("devices")
      .select("pinFailures")
      .where("id", "=", phone.deviceId)
      .executeTakeFirstOrThrow();
    expect(device.pinFailures).toBe(0);
    expect((await decideOn(phone, approval.id, "declined")).status).toBe(200);
  });
});
