import { describe, expect, it } from "vitest";
import { mergeOpen, newerView, putView } from "#lib/core/requests/newer.ts";
import { mergeStory } from "#lib/ui/live/request-cache.ts";
import { exampleView } from "./request-view.ts";

const other = "0b9f4f5e-6a3a-4f0e-9d8d-2f1f4c0e7a22";

describe("views that come out of order", () => {
  it("never goes back to an older version or an older count", () => {
    const known = exampleView({ version: 5, pollCount: 9 });
    expect(newerView(known, exampleView({ version: 4, pollCount: 20 }))).toBe(known);
    expect(newerView(known, exampleView({ version: 5, pollCount: 8 }))).toBe(known);
    const later = exampleView({ version: 5, pollCount: 10 });
    expect(newerView(known, later)).toBe(later);
    const changed = exampleView({ version: 6, pollCount: 0 });
    expect(newerView(known, changed)).toBe(changed);
  });

  it("puts a new request in front and keeps the place of a known one", () => {
    const first = exampleView();
    const second = exampleView({ id: other });
    const list = putView(putView([], first), second);
    expect(list.map((view) => view.id)).toEqual([second.id, first.id]);
    const ended = exampleView({ version: 9, state: "denied" });
    expect(putView(list, ended).map((view) => view.state)).toEqual(["pending", "denied"]);
  });

  it("gives the same list back when a frame is doubled", () => {
    const list = putView([], exampleView({ version: 5 }));
    expect(putView(list, exampleView({ version: 4 }))).toBe(list);
  });

  it("keeps what ended here, and names what ended elsewhere", () => {
    const ended = exampleView({ state: "denied" });
    const gone = exampleView({ id: other });
    const merged = mergeOpen([ended, gone], []);
    expect(merged.list).toHaveLength(2);
    expect(merged.missing).toEqual([other]);
  });

  it("does not let a slow answer take lines out of the timeline", () => {
    const line = (version: number) => ({
      version,
      kind: "opened" as const,
      at: "2026-11-24T10:42:00.000Z",
    });
    const known = { view: exampleView({ version: 4 }), events: [line(3), line(4)] };
    const slow = { view: exampleView({ version: 3 }), events: [line(3)] };
    expect(mergeStory(known, slow)).toEqual(known);
  });
});
