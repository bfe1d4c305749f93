"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { DeclineReason } from "#lib/core/contracts/follow.ts";
import type { Decision } from "#lib/core/contracts/receipt.ts";
import { pinProblem, type Question } from "../api/answers.ts";
import { readQuestion, sendDecision } from "../api/phone-api.ts";
import { failureCode, isSignedOut, isUnsure, PhoneFailure } from "../api/phone-failure.ts";
import { loadKey, type PhoneKey } from "../keys/key-store.ts";
import type { PinTrouble, Progress } from "../question-view.ts";
import { serverNowMs } from "../server-clock.ts";
import { signReceipt } from "../sign-receipt.ts";
import { approvalsKey, questionKey } from "./use-approvals.ts";
import { meKey } from "./use-me.ts";

const recheckMs = 2_000;

export interface Choice {
  decision: Decision;
  reason?: DeclineReason;
  pin?: string;
}

/**
 * Answers one question, once: signs what is on the screen, sends it, and when it is not known
 * whether it arrived, reads the state before the customer can decide again. A second call while
 * one is under way does nothing.
 */
export function useDecision(input: { question: Question; authenticatorId: string }) {
  const { question, authenticatorId } = input;
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress>({ step: "open" });
  const underWay = useRef(false);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const decide = useCallback(
    async (choice: Choice) => {
      if (underWay.current) return;
      underWay.current = true;
      setProgress({ step: "sending", decision: choice.decision });
      try {
        setProgress(await answer({ question, authenticatorId, choice, recheck }));
      } finally {
        underWay.current = false;
        void client.invalidateQueries({ queryKey: approvalsKey });
        void client.invalidateQueries({ queryKey: questionKey(question.id) });
      }

      async function recheck(): Promise<Question | undefined> {
        setProgress({ step: "checking", decision: choice.decision });
        while (mounted.current) {
          try {
            const fresh = await readQuestion(question.id);
            client.setQueryData(questionKey(question.id), fresh);
            return fresh;
          } catch (error) {
            if (isSignedOut(error)) void client.invalidateQueries({ queryKey: meKey });
            if (error instanceof PhoneFailure && error.kind === "refused") return undefined;
          }
          await new Promise((resolve) => setTimeout(resolve, recheckMs));
        }
        return undefined;
      }
    },
    [question, authenticatorId, client],
  );

  const dismiss = useCallback(
    () => setProgress((now) => (now.step === "open" ? { step: "open" } : now)),
    [],
  );
  return { progress, decide, dismiss };
}

async function answer(input: {
  question: Question;
  authenticatorId: string;
  choice: Choice;
  recheck: () => Promise<Question | undefined>;
}): Promise<Progress> {
  const { question, choice } = input;
  const key = await findKey(input.authenticatorId);
  if (!key) return { step: "no_key" };
  try {
    const receipt = await signReceipt({
      key,
      statement: question.statement,
      decision: choice.decision,
      words: question.words,
      decidedAt: new Date(serverNowMs()),
    });
    const { reason, pin } = choice;
    const told = await sendDecision(question.id, { receipt, reason, pin });
    return { step: "answered", decision: told.decision, told: told.told };
  } catch (error) {
    if (!(error instanceof PhoneFailure)) return { step: "open", notice: "refused" };
    if (error.kind === "offline") return { step: "open", notice: "offline" };
    const trouble = pinTrouble(error);
    if (trouble) return { step: "open", pin: trouble };
    if (failureCode(error) === "not_usable_yet") return { step: "open", notice: "notYet" };
    const fresh = await input.recheck();
    // The view shows the server's state; these words only count while the question is still open.
    if (isUnsure(error)) return { step: "open", notice: fresh ? "notArrived" : "unsure" };
    const late = ["already_decided", "withdrawn", "expired"].includes(failureCode(error) ?? "");
    return { step: "open", notice: late ? "late" : "refused" };
  }
}

async function findKey(authenticatorId: string): Promise<PhoneKey | undefined> {
  try {
    return await loadKey(authenticatorId);
  } catch {
    return undefined;
  }
}

/** A wrong PIN or a lock-out: what the pad has to say, with the question still open. */
function pinTrouble(failure: PhoneFailure): PinTrouble | undefined {
  if (!["wrong_pin", "pin_locked", "pin_missing"].includes(failureCode(failure) ?? ""))
    return undefined;
  const parsed = pinProblem.safeParse(failure.problem);
  return parsed.success ? parsed.data : { attemptsLeft: undefined, retryAt: undefined };
}
