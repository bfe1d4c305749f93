import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ago, formatCountdown, secondsUntil, shareLeft } from "#lib/core/requests/time.ts";
import { ServerClock } from "#lib/ui/live/server-clock.ts";

const start = "2026-11-24T10:42:00.000Z";
const startMs = Date.parse(start);

describe("time left", () => {
  it("is written as minutes and seconds", () => {
    expect([0, 48, 60, 125, 3725].map(formatCountdown)).toEqual([
      "0:00",
      "0:48",
      "1:00",
      "2:05",
      "1:02:05",
    ]);
  });

  it("never goes below zero and rounds up, so that 0:00 means over", () => {
    expect(secondsUntil(start, startMs - 200)).toBe(1);
    expect(secondsUntil(start, startMs + 5000)).toBe(0);
    expect(secondsUntil(undefined, startMs)).toBeUndefined();
  });

  it("is a share between one and nothing for the ring", () => {
    const until = "2026-11-24T10:44:00.000Z";
    expect(shareLeft(start, until, startMs + 60_000)).toBe(0.5);
    expect(shareLeft(start, until, startMs - 60_000)).toBe(1);
    expect(shareLeft(start, until, startMs + 600_000)).toBe(0);
    expect(shareLeft(until, start, startMs)).toBe(0);
  });

  it("is told as an age in the shortest unit that fits", () => {
    const ages = [1, 12, 119, 7200, 200_000].map((seconds) => ago(start, startMs + seconds * 1000));
    expect(ages).toEqual(["now", "12 s ago", "1 min ago", "2 h ago", "2 d ago"]);
  });
});

describe("the server's clock in the browser", () => {
  beforeEach(() => void vi.useFakeTimers({ now: startMs }));
  afterEach(() => void vi.useRealTimers());

  it("ticks once a second in the server's time, whatever the computer's clock says", () => {
    const clock = new ServerClock(start);
    clock.sync("2026-11-24T11:00:00.000Z");
    const seen: number[] = [];
    const stop = clock.subscribe(() => seen.push(clock.read()));
    vi.advanceTimersByTime(3000);
    stop();
    expect(seen.map((ms) => new Date(ms).toISOString().slice(14, 19))).toEqual(["00:01", "00:02"]);
  });

  it("is not set back by an answer that was long on its way", () => {
    const clock = new ServerClock(start);
    clock.sync(start);
    vi.advanceTimersByTime(2000);
    clock.sync("2026-11-24T10:42:00.500Z");
    expect(clock.read()).toBe(startMs);
    const stop = clock.subscribe(() => {});
    expect(clock.read()).toBe(startMs + 2000);
    stop();
  });

  it("draws the page's own instant first, so that server and browser agree", () => {
    const clock = new ServerClock("2026-11-24T10:41:00.700Z");
    clock.sync(start);
    expect(new Date(clock.readAtStart()).toISOString()).toBe("2026-11-24T10:41:00.000Z");
  });
});
