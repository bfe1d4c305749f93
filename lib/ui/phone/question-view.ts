import type { Decision } from "#lib/core/contracts/receipt.ts";
import { never } from "#lib/core/errors.ts";
import type { ApprovalCard } from "./api/answers.ts";

/** Sentences of `PhoneStrings.notice`. */
type NoticeKind = "offline" | "notArrived" | "notYet" | "late" | "refused" | "unsure";

/** How far this phone is with answering one question. */
export type Progress =
  | { step: "open"; notice?: NoticeKind; pin?: PinTrouble }
  | { step: "sending"; decision: Decision }
  /** The answer may have arrived: the state is read before anything can be sent again. */
  | { step: "checking"; decision: Decision }
  | { step: "answered"; decision: Decision; told: boolean }
  | { step: "no_key" };

/** The PIN was wrong: how many tries are left, or from when the next one counts. */
export interface PinTrouble {
  attemptsLeft: number | undefined;
  retryAt: string | undefined;
}

export type QuestionView =
  | { kind: "ask"; busy: "sending" | "checking" | undefined; notice: NoticeKind | undefined }
  | { kind: "answered"; decision: Decision; told: boolean }
  | { kind: "withdrawn"; late: boolean }
  | { kind: "expired"; late: boolean }
  /** Decided, but not known how. */
  | { kind: "over" }
  | { kind: "no_key" };

/**
 * What the customer sees of a question: the server's state first, then this phone's progress.
 * A question whose time ran out here is over here even before the server says so.
 */
export function questionView(
  card: Pick<ApprovalCard, "state" | "decision">,
  progress: Progress,
  leftMs: number,
): QuestionView {
  if (progress.step === "answered")
    return { kind: "answered", decision: progress.decision, told: progress.told };
  const late = progress.step === "open" && progress.notice === "late";
  switch (card.state) {
    case "decided":
    case "telling":
    case "told":
    case "unknown":
      return card.decision === undefined
        ? { kind: "over" }
        : { kind: "answered", decision: card.decision, told: card.state !== "unknown" };
    case "withdrawn":
      return { kind: "withdrawn", late };
    case "expired":
      return { kind: "expired", late };
    case "received":
    case "notified":
    case "opened":
      break;
    default:
      return never(card.state);
  }
  if (progress.step === "no_key") return { kind: "no_key" };
  if (progress.step === "sending" || progress.step === "checking")
    return { kind: "ask", busy: progress.step, notice: undefined };
  if (leftMs <= 0) return { kind: "expired", late };
  return { kind: "ask", busy: undefined, notice: progress.notice };
}
