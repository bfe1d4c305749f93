import { describe, expect, it } from "vitest";
import { declineReason, deliveryFailure } from "#lib/core/contracts/follow.ts";
import {
  executionState,
  failureReason,
  isOver,
  requestEventKind,
  requestState,
} from "#lib/core/contracts/request.ts";
import {
  canCancel,
  canRenotify,
  notificationLimit,
  phaseOf,
  phases,
  phaseWords,
} from "#lib/core/requests/phase.ts";
import {
  adviceFor,
  againLabel,
  declineWords,
  deliveryFailureWords,
  deliverySteps,
  eventWords,
  failureWords,
  pollLine,
  requestTitle,
  sayNow,
} from "#lib/core/requests/words.ts";
import { exampleNow, exampleView } from "./request-view.ts";

const sentence = /^[A-Z].*[.!?…]$/;
const jargon =
  /ciba|token|auth_req|oauth|openid|backchannel|endpoint|bearer|http|json|null|undefined/i;

describe("words of a request", () => {
  it("has a word, a colour and a sign of its own for every phase", () => {
    expect(Object.keys(phaseWords).sort()).toEqual([...phases].sort());
    const seen = phases.map((phase) => `${phaseWords[phase].tone} ${phaseWords[phase].word}`);
    expect(new Set(seen).size).toBe(phases.length);
  });

  it("finds a phase with a sentence or an advice for every state there can be", () => {
    for (const state of requestState.options)
      for (const execution of executionState.options) {
        const view = exampleView({ state, execution });
        expect(phases).toContain(phaseOf(view));
        if (isOver(view) && phaseOf(view) !== "done") expect(adviceFor(view)).toBeDefined();
      }
  });

  it("says for every failure what failed, that nothing happened, and what to do", () => {
    expect(Object.keys(failureWords).sort()).toEqual([...failureReason.options].sort());
    for (const words of Object.values(failureWords)) {
      expect(words.what).toMatch(sentence);
      expect(words.next).toMatch(sentence);
      expect(words.what).toMatch(/nothing (happened|was carried out|can happen)/i);
      expect(`${words.what} ${words.next}`).not.toMatch(jargon);
    }
  });

  it("has words for every decline, delivery failure and event, without jargon", () => {
    expect(Object.keys(declineWords).sort()).toEqual([...declineReason.options].sort());
    expect(Object.keys(deliveryFailureWords).sort()).toEqual([...deliveryFailure.options].sort());
    expect(Object.keys(eventWords).sort()).toEqual([...requestEventKind.options].sort());
    const all = JSON.stringify([declineWords, deliveryFailureWords, Object.values(eventWords)]);
    expect(all).not.toMatch(jargon);
  });

  it("tells the operator what to say, step by step", () => {
    expect(sayNow(exampleView(), exampleNow)).toBe(
      "You should see a message from us now. Please open it.",
    );
    const opened = { notifications: 1, openedAt: "2026-11-24T10:42:09.000Z" };
    expect(sayNow(exampleView({ delivery: opened }), exampleNow)).toBe(
      "Please check the amount and the code 7K2 M9Q, then decide.",
    );
    const done = exampleView({
      state: "granted",
      execution: "executed",
      result: { reference: "BK-1", balanceAfter: { amount_minor: 431_275, currency: "EUR" } },
    });
    expect(sayNow(done, exampleNow)).toBe("Done. Your new balance is €4,312.75.");
    expect(sayNow(exampleView({ state: "granted", execution: "outcome_unknown" }), 0)).toBe(
      "It may have gone through. I will not send it twice.",
    );
    expect(sayNow(exampleView({ state: "requested" }), 0)).toBeUndefined();
  });

  it("does not invite to ask again where that is wrong", () => {
    const declined = (reason: "not_me" | "no_device" | "wrong_amount") =>
      againLabel(exampleView({ state: "denied", declineReason: reason }));
    expect(declined("not_me")).toBeUndefined();
    expect(declined("no_device")).toBeUndefined();
    expect(declined("wrong_amount")).toBe("Change and ask again");
    expect(againLabel(exampleView({ state: "failed", failureReason: "token_invalid" }))).toBe(
      undefined,
    );
    expect(againLabel(exampleView({ state: "granted", execution: "outcome_unknown" }))).toBe(
      undefined,
    );
    expect(againLabel(exampleView({ state: "expired" }))).toBe("Ask again");
  });

  it("calls a failure after the question was put by another name than one before", () => {
    expect(phaseOf(exampleView({ state: "failed", failureReason: "op_channel_down" }))).toBe(
      "not_sent",
    );
    expect(phaseOf(exampleView({ state: "failed", failureReason: "token_lost" }))).toBe("stopped");
  });

  it("draws the delivery line", () => {
    const line = deliverySteps(exampleView()).map((step) => `${step.label} ${step.state}`);
    expect(line).toEqual([
      "Sent done",
      "On the phone done",
      "Waiting to be opened… now",
      "Answered waiting",
    ]);
    const failed = exampleView({ delivery: { notifications: 0, failure: "no_device" } });
    expect(deliverySteps(failed).some((step) => step.state === "now")).toBe(false);
  });

  it("counts the questions asked and the time to the next", () => {
    expect(pollLine(exampleView(), exampleNow)).toBe("asked 4 times, next in 2 s");
    expect(pollLine(exampleView({ pollCount: 1 }), exampleNow + 9000)).toBe("asked once, next now");
    expect(pollLine(exampleView({ state: "denied" }), exampleNow)).toBeUndefined();
  });

  it("names state, customer and time left in the tab's title", () => {
    const late = Date.parse("2026-11-24T10:43:13.000Z");
    expect(requestTitle(exampleView(), late)).toBe("On the phone · Alice M. · 0:48");
    expect(requestTitle(exampleView({ state: "expired" }), late)).toBe("No answer · Alice M.");
  });

  it("lets the operator cancel and send again only while that can work", () => {
    expect(canCancel(exampleView())).toBe(true);
    expect(canCancel(exampleView({ state: "granted" }))).toBe(false);
    expect(canRenotify(exampleView())).toBe(true);
    expect(canRenotify(exampleView({ delivery: { notifications: notificationLimit } }))).toBe(
      false,
    );
    const opened = { notifications: 1, openedAt: "2026-11-24T10:42:09.000Z" };
    expect(canRenotify(exampleView({ delivery: opened }))).toBe(false);
  });
});
