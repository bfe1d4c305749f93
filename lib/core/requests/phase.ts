import type { FailureReason, RequestView } from "../contracts/request.ts";
import { never } from "../errors.ts";

/** What a request is to the person who watches it: one word each (look.md, "The console"). */
export const phases = [
  "sending",
  "on_the_phone",
  "reading",
  "answered",
  "undelivered",
  "approved",
  "done",
  "refused",
  "checking",
  "declined",
  "no_answer",
  "withdrawn",
  "not_sent",
  "stopped",
] as const;
export type Phase = (typeof phases)[number];

export type Tone = "neutral" | "info" | "good" | "warn" | "bad";

export type StateIcon =
  | "arrow"
  | "phone"
  | "eye"
  | "reply"
  | "check"
  | "double-check"
  | "hand"
  | "clock"
  | "cross"
  | "plug"
  | "question"
  | "stop";

export interface PhaseWords {
  word: string;
  tone: Tone;
  icon: StateIcon;
  /** An outline instead of a filled sign: it is not final yet. */
  hollow: boolean;
}

export const phaseWords: Record<Phase, PhaseWords> = {
  sending: { word: "Asking", tone: "neutral", icon: "arrow", hollow: true },
  on_the_phone: { word: "On the phone", tone: "info", icon: "phone", hollow: true },
  reading: { word: "Reading", tone: "info", icon: "eye", hollow: true },
  answered: { word: "Answered", tone: "info", icon: "reply", hollow: true },
  undelivered: { word: "Not on the phone", tone: "warn", icon: "plug", hollow: true },
  approved: { word: "Approved", tone: "good", icon: "check", hollow: true },
  done: { word: "Done", tone: "good", icon: "double-check", hollow: false },
  refused: { word: "Refused by the bank", tone: "bad", icon: "stop", hollow: false },
  checking: { word: "Checking with the bank", tone: "bad", icon: "question", hollow: true },
  declined: { word: "Declined", tone: "warn", icon: "hand", hollow: false },
  no_answer: { word: "No answer", tone: "neutral", icon: "clock", hollow: false },
  withdrawn: { word: "Withdrawn", tone: "neutral", icon: "cross", hollow: false },
  not_sent: { word: "Not sent", tone: "bad", icon: "plug", hollow: false },
  stopped: { word: "Stopped", tone: "bad", icon: "plug", hollow: false },
};

/** Failures after the question was put: the customer may have answered, nothing was carried out. */
const failedAfterAsking: ReadonlySet<FailureReason> = new Set<FailureReason>([
  "op_lost_request",
  "token_invalid",
  "token_lost",
  "token_expired",
]);

export function phaseOf(
  view: Pick<RequestView, "state" | "execution" | "delivery" | "failureReason">,
): Phase {
  switch (view.state) {
    case "requested":
      return "sending";
    case "pending":
      if (view.delivery.decidedAt !== undefined) return "answered";
      if (view.delivery.failure !== undefined) return "undelivered";
      return view.delivery.openedAt === undefined ? "on_the_phone" : "reading";
    case "granted":
      return executionPhase(view.execution);
    case "denied":
      return "declined";
    case "expired":
      return "no_answer";
    case "cancelled":
      return "withdrawn";
    case "failed":
      return view.failureReason !== undefined && failedAfterAsking.has(view.failureReason)
        ? "stopped"
        : "not_sent";
    default:
      return never(view.state);
  }
}

function executionPhase(execution: RequestView["execution"]): Phase {
  switch (execution) {
    case "executed":
      return "done";
    case "refused":
      return "refused";
    case "outcome_unknown":
      return "checking";
    case "none":
    case "waiting":
    case "executing":
      return "approved";
    default:
      return never(execution);
  }
}

/** Phases in which the operator may withdraw the question. */
export function canCancel(view: Pick<RequestView, "state">): boolean {
  return view.state === "requested" || view.state === "pending";
}

/** The device sends at most this many messages for one question; the first counts. */
export const notificationLimit = 3;

/** Whether "Send the message again" makes sense: asked, not opened, and the limit not reached. */
export function canRenotify(view: Pick<RequestView, "state" | "delivery">): boolean {
  const { openedAt, decidedAt, failure, notifications } = view.delivery;
  return (
    view.state === "pending" &&
    openedAt === undefined &&
    decidedAt === undefined &&
    failure === undefined &&
    notifications < notificationLimit
  );
}
