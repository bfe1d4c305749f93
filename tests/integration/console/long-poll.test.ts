import { describe, expect, test } from "vitest";
import { journey, until } from "./support/journey.ts";

const HELD_MS = 3_000;
// Other calls to the OP have one second: only polls may take longer.
const j = await journey({ CONSOLE_CIBA_LONG_POLL: "on", CONSOLE_OP_DEADLINE_MS: "1000" });

describe("an OP that holds each poll for three seconds", () => {
  test("is asked again at once, never twice at a time, and the job does not expire", async () => {
    let open = 0;
    let most = 0;
    const answeredMs: number[] = [];
    await j.engine();
    const request = await j.pending({ interval: 2 });
    j.op.script.poll = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, HELD_MS));
      open -= 1;
      answeredMs.push(Date.now());
      return answeredMs.length < 3
        ? j.op.says("authorization_pending")()
        : j.op.approve(request.customerSub);
    };
    await until("a poll", () => j.op.polls().length > 0);
    const [job] = await j.jobOf(request.requestId);
    expect(job).toMatchObject({ state: "active", expireInSeconds: 45 });
    await until(
      "executed",
      async () => (await j.row(request.requestId)).execution === "executed",
      16_000,
    );
    expect(most).toBe(1);
    expect(j.op.polls()).toHaveLength(3);
    for (const index of [1, 2])
      expect((j.op.polls()[index]?.atMs ?? 0) - (answeredMs[index - 1] ?? 0)).toBeLessThan(800);
    // The first poll waits for the interval as always.
    expect((await j.row(request.requestId)).pollCount).toBe(2);
    expect(j.bank.executes()).toHaveLength(1);
  });

  test("two engines share one job: still never two polls at a time", async () => {
    let open = 0;
    let most = 0;
    await Promise.all([j.engine(), j.engine()]);
    await j.pending({ interval: 1 });
    j.op.script.poll = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      open -= 1;
      return j.op.says("authorization_pending")();
    };
    await until("three polls", () => j.op.polls().length >= 3, 9_000);
    expect(most).toBe(1);
  });
});

test("an OP that does not hold is asked after the interval, as without long polling", async () => {
  await j.engine();
  await j.pending({ interval: 2 });
  await until("two polls", () => j.op.polls().length >= 2, 8_000);
  const [first, second] = j.op.polls();
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(1_950);
});

test("a held poll that breaks is tried again after the interval, not at once", async () => {
  await j.engine();
  await j.pending({ interval: 2 });
  j.op.script.poll = async () => {
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    return "drop" as const;
  };
  await until("two polls", () => j.op.polls().length >= 2, 12_000);
  const [first, second] = j.op.polls();
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(4_000);
});

test("slow_down after a held poll lengthens the interval", async () => {
  const request = await j.pending({ interval: 1 });
  j.op.script.poll = () => ({ status: 400, json: { error: "slow_down" }, holdMs: 1_500 });
  await j.poll(request.requestId);
  expect((await j.row(request.requestId)).intervalSeconds).toBe(6);
});
