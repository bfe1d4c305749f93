import { describe, expect, test } from "vitest";
import { approvalState } from "#lib/core/contracts/follow.ts";
import { questionView } from "#lib/ui/phone/question-view.ts";

const minute = 60_000;
const opened = { state: "opened", decision: undefined } as const;

describe("what the customer sees of a question", () => {
  test("an open question is asked", () => {
    expect(questionView(opened, { step: "open" }, minute)).toEqual({
      kind: "ask",
      busy: undefined,
      notice: undefined,
    });
  });

  test("while an answer is on its way or being looked for, the question is busy", () => {
    for (const step of ["sending", "checking"] as const)
      expect(questionView(opened, { step, decision: "approved" }, minute)).toMatchObject({
        kind: "ask",
        busy: step,
      });
  });

  test("a question whose time ran out here has expired before the server says so", () => {
    expect(questionView(opened, { step: "open" }, 0).kind).toBe("expired");
  });

  test("an answer that was sent in time is waited for past the deadline", () => {
    expect(questionView(opened, { step: "sending", decision: "approved" }, 0).kind).toBe("ask");
  });

  test("a late tap is said so on the ended question", () => {
    const late = { step: "open", notice: "late" } as const;
    expect(questionView({ state: "withdrawn", decision: undefined }, late, minute)).toEqual({
      kind: "withdrawn",
      late: true,
    });
    expect(questionView({ state: "expired", decision: undefined }, late, 0)).toEqual({
      kind: "expired",
      late: true,
    });
  });

  test("the server's decision wins over a tap that came too late", () => {
    const card = { state: "told", decision: "declined" } as const;
    expect(questionView(card, { step: "open", notice: "late" }, minute)).toEqual({
      kind: "answered",
      decision: "declined",
      told: true,
    });
  });

  test("a decision that could not be passed on is answered all the same", () => {
    expect(
      questionView({ state: "unknown", decision: "approved" }, { step: "open" }, minute),
    ).toEqual({ kind: "answered", decision: "approved", told: false });
  });

  test("every state of an approval has a view", () => {
    for (const state of approvalState.options)
      expect(questionView({ state, decision: undefined }, { step: "open" }, minute)).toBeDefined();
  });
});
