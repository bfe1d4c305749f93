import { formatMoney } from "../banking/money.ts";
import { groupCheckCode } from "../contracts/digest.ts";
import type { DeclineReason, DeliveryFailure } from "../contracts/follow.ts";
import type { Contact } from "../contracts/order.ts";
import type { FailureReason, RequestEventKind, RequestView } from "../contracts/request.ts";
import { never } from "../errors.ts";
import { phaseOf, phaseWords, type StateIcon, type Tone } from "./phase.ts";
import { formatCountdown, secondsUntil } from "./time.ts";

/** What happened, for the operator, and what to do about it. Two sentences at most each. */
export interface Advice {
  what: string;
  next: string;
}

const nothingAsked = "The customer was not asked and nothing happened.";
const nothingMoved = "Nothing was carried out, and it will not be tried again by itself.";

/** One entry per failure reason: what failed, what that means, and the next step. */
export const failureWords: Record<FailureReason, Advice> = {
  bank_unreachable: {
    what: `The bank's system did not answer. ${nothingAsked}`,
    next: "Try again in a minute. If it goes on, tell your help desk.",
  },
  bank_refused: {
    what: `The bank did not accept this order. ${nothingAsked}`,
    next: "Read the bank's reason below, change the order and check it again.",
  },
  op_unreachable: {
    what: `The bank's sign-in service could not be reached. ${nothingAsked}`,
    next: "Try again. If it goes on, tell your help desk.",
  },
  op_no_answer: {
    what: "The bank's sign-in service took the question but did not answer. The order is void, so nothing can happen even if the customer sees a message.",
    next: "Tell the customer to ignore a message that may still arrive, then try again.",
  },
  op_bad_answer: {
    what: "The bank's sign-in service answered in a way that we cannot read. The order is void, so nothing can happen.",
    next: "Try again once. If it happens again, tell your help desk.",
  },
  op_client_refused: {
    what: `The bank's sign-in service did not accept this console. ${nothingAsked}`,
    next: "Trying again will not help. Tell your help desk: the console's credentials need attention.",
  },
  op_customer_unknown: {
    what: `The bank's sign-in service does not know this customer. ${nothingAsked}`,
    next: "Identify the customer in another way, and tell your help desk.",
  },
  op_binding_refused: {
    what: `The bank's sign-in service did not accept the short message with the code. ${nothingAsked}`,
    next: "Trying again will not help. Tell your help desk.",
  },
  op_channel_down: {
    what: `The way to customers' phones is down. ${nothingAsked}`,
    next: "Try again in a minute. If it goes on, tell your help desk.",
  },
  op_refused: {
    what: `The bank's sign-in service refused the question. ${nothingAsked}`,
    next: "Try again once. If it happens again, tell your help desk.",
  },
  not_shown: {
    what: `The question never reached the customer's phone. ${nothingMoved}`,
    next: "Check the order with the bank again and ask once more. If it happens again, tell your help desk.",
  },
  op_lost_request: {
    what: `The bank's sign-in service restarted and forgot the question. ${nothingMoved}`,
    next: "Tell the customer that the message on the phone no longer counts, then ask again.",
  },
  token_invalid: {
    what: `The approval did not pass our checks, so it was not used. ${nothingMoved}`,
    next: "Do not ask again. Tell your supervisor: this should not happen.",
  },
  token_lost: {
    what: `The customer approved, but the approval was lost on its way. ${nothingMoved}`,
    next: "Tell the customer that nothing was done, and ask again.",
  },
  token_expired: {
    what: `The customer approved, but the approval ran out before it could be used. ${nothingMoved}`,
    next: "Tell the customer that nothing was done, and ask again.",
  },
  stale: {
    what: "The question was not sent in time and has been given up. The order is void, so nothing can happen.",
    next: "Try again.",
  },
};

/** One entry per reason for a "no": what the operator reads, and what they can say. */
export const declineWords: Record<DeclineReason, { what: string; say: string; next: string }> = {
  declined: {
    what: "The customer declined.",
    say: "You declined. Shall I change something?",
    next: "Nothing was carried out.",
  },
  changed_mind: {
    what: "The customer declined: changed their mind.",
    say: "You changed your mind. That is fine, nothing was done.",
    next: "Nothing was carried out.",
  },
  wrong_amount: {
    what: "The customer declined: the amount is wrong.",
    say: "The amount was not right. What should it be?",
    next: "Nothing was carried out. Correct the amount and ask again.",
  },
  wrong_payee: {
    what: "The customer declined: the payee is wrong.",
    say: "The payee was not right. Who should get it?",
    next: "Nothing was carried out. Correct the payee and ask again.",
  },
  did_not_understand: {
    what: "The customer declined: did not understand the question.",
    say: "Shall I explain what the message means?",
    next: "Nothing was carried out. Explain first, then ask again.",
  },
  could_not_unlock: {
    what: "The customer could not confirm on the phone: it did not unlock.",
    say: "Your phone did not accept the PIN. Shall we try again?",
    next: "Nothing was carried out. After several wrong tries the phone has to be set up again.",
  },
  not_me: {
    what: "The customer says: this is not me.",
    say: "Thank you for telling us. We have stopped it.",
    next: "Do not ask again. Follow your branch's steps for suspected fraud.",
  },
  no_device: {
    what: "The customer has no phone that can answer.",
    say: "I cannot reach a phone of yours. Have you set up the bank's app?",
    next: "Nothing was carried out. Let the customer set up a phone, or identify them in another way.",
  },
  unread: {
    what: "The message was never opened.",
    say: "The message was not opened. Shall I send it again?",
    next: "Nothing was carried out.",
  },
};

/** Why the question is not on the customer's phone. */
export const deliveryFailureWords: Record<DeliveryFailure, Advice> = {
  no_device: {
    what: "The customer has no phone set up.",
    next: "Withdraw the question. Let the customer set up a phone, or identify them in another way.",
  },
  order_unknown: {
    what: "The bank no longer has this order, so the phone did not show it.",
    next: "Withdraw the question and start again.",
  },
  order_mismatch: {
    what: "The order at the bank is not the one that was asked for, so the phone did not show it.",
    next: "Withdraw the question and tell your supervisor: this should not happen.",
  },
  bank_unreachable: {
    what: "The phone's side could not fetch the order from the bank.",
    next: "Withdraw the question and try again in a minute.",
  },
  refused_request: {
    what: "The phone's side did not accept the question.",
    next: "Withdraw the question and tell your help desk.",
  },
};

export const eventWords: Record<RequestEventKind, { word: string; tone: Tone; icon: StateIcon }> = {
  requested: { word: "Request started", tone: "neutral", icon: "arrow" },
  acknowledged: { word: "Sent to the customer", tone: "neutral", icon: "arrow" },
  received: { word: "Arrived at the phone service", tone: "info", icon: "phone" },
  notified: { word: "On the phone", tone: "info", icon: "phone" },
  renotified: { word: "Message sent again", tone: "info", icon: "phone" },
  opened: { word: "Opened by the customer", tone: "info", icon: "eye" },
  decided: { word: "Customer answered", tone: "info", icon: "reply" },
  delivery_failed: { word: "Could not be shown", tone: "warn", icon: "plug" },
  granted: { word: "Approved", tone: "good", icon: "check" },
  denied: { word: "Declined", tone: "warn", icon: "hand" },
  expired: { word: "Ran out without an answer", tone: "neutral", icon: "clock" },
  cancelled: { word: "Withdrawn by the operator", tone: "neutral", icon: "cross" },
  failed: { word: "Failed", tone: "bad", icon: "plug" },
  executing: { word: "Given to the bank", tone: "good", icon: "arrow" },
  executed: { word: "Carried out by the bank", tone: "good", icon: "double-check" },
  refused: { word: "Refused by the bank", tone: "bad", icon: "stop" },
  outcome_unknown: { word: "No answer from the bank, checking", tone: "bad", icon: "question" },
  tokens_revoked: { word: "Approval used up and cancelled", tone: "neutral", icon: "check" },
};

export const contactWords: Record<Contact, string> = {
  counter: "At the counter",
  phone: "On the phone",
  case: "Case",
};

/** The sentence to say to the customer now, or undefined where there is none. */
export function sayNow(view: RequestView, nowMs: number): string | undefined {
  const phase = phaseOf(view);
  switch (phase) {
    case "on_the_phone":
      return "You should see a message from us now. Please open it.";
    case "reading":
      return view.amount === undefined
        ? `Please check the code ${groupCheckCode(view.checkCode)}, then decide.`
        : `Please check the amount and the code ${groupCheckCode(view.checkCode)}, then decide.`;
    case "answered":
    case "approved":
      return "Thank you, one moment.";
    case "done":
      return doneSentence(view);
    case "checking":
      return "It may have gone through. I will not send it twice.";
    case "refused":
      return "The bank could not do it. Nothing was taken from your account.";
    case "declined":
      return declineWords[view.declineReason ?? "declined"].say;
    case "no_answer": {
      const wait = secondsUntil(view.nextAllowedAt, nowMs);
      return wait === undefined || wait === 0
        ? "It ran out. Shall I ask again?"
        : "It ran out. I can ask again in a moment.";
    }
    case "stopped":
      return "Something went wrong on our side. Nothing was done.";
    case "undelivered":
      return "The message did not reach your phone. One moment please.";
    case "sending":
    case "withdrawn":
    case "not_sent":
      return undefined;
    default:
      return never(phase);
  }
}

function doneSentence(view: RequestView): string {
  const { balanceAfter, customerName } = view.result ?? {};
  if (balanceAfter) return `Done. Your new balance is ${formatMoney(balanceAfter, "en-GB")}.`;
  if (view.result?.released)
    return customerName
      ? `Thank you, ${customerName}. How can I help you?`
      : "Thank you, you are confirmed. How can I help you?";
  return "Done. Thank you.";
}

/** What happened and what to do, where the state needs more than its word. */
export function adviceFor(view: RequestView): Advice | undefined {
  const phase = phaseOf(view);
  switch (phase) {
    case "undelivered":
      return view.delivery.failure && deliveryFailureWords[view.delivery.failure];
    case "declined":
      return declineWords[view.declineReason ?? "declined"];
    case "no_answer":
      return {
        what: "The time ran out before the customer answered.",
        next: "Nothing was carried out. The message on the phone no longer counts.",
      };
    case "withdrawn":
      return {
        what: "The question was withdrawn.",
        next: "Nothing was carried out. The message on the phone no longer counts.",
      };
    case "not_sent":
    case "stopped":
      return failureWords[view.failureReason ?? "op_refused"];
    case "checking":
      return {
        what: "Checking with the bank… I will not send it twice.",
        next: "The bank did not say whether it carried out the order. Wait here: the answer appears by itself.",
      };
    case "refused":
      return {
        what: view.result?.refusal?.message ?? "The bank refused to carry out the order.",
        next: "The customer approved, but nothing was carried out. Settle the reason, then start again.",
      };
    case "sending":
    case "on_the_phone":
    case "reading":
    case "answered":
    case "approved":
    case "done":
      return undefined;
    default:
      return never(phase);
  }
}

/** What the next button is called once a request is over; undefined where asking again is wrong. */
export function againLabel(view: RequestView): string | undefined {
  const phase = phaseOf(view);
  if (phase === "declined") {
    const reason = view.declineReason ?? "declined";
    if (reason === "not_me" || reason === "no_device") return undefined;
    return reason === "unread" || reason === "could_not_unlock"
      ? "Ask again"
      : "Change and ask again";
  }
  if (phase === "no_answer" || phase === "withdrawn" || phase === "stopped") {
    return view.failureReason === "token_invalid" ? undefined : "Ask again";
  }
  if (phase === "not_sent") return "Try again";
  return phase === "refused" ? "Change and ask again" : undefined;
}

export interface DeliveryStep {
  key: "sent" | "on_the_phone" | "opened" | "decided";
  label: string;
  at?: string;
  state: "done" | "now" | "waiting";
}

/** The line "sent ✓ · on the phone ✓ · opened ✓ · deciding…". */
export function deliverySteps(view: RequestView): DeliveryStep[] {
  const { notifiedAt, receivedAt, openedAt, decidedAt } = view.delivery;
  const times = [view.sentAt, notifiedAt ?? receivedAt, openedAt, decidedAt];
  const labels = [
    ["Sent", "Sending…"],
    ["On the phone", "Reaching the phone…"],
    ["Opened", "Waiting to be opened…"],
    ["Answered", "Deciding…"],
  ] as const;
  const keys = ["sent", "on_the_phone", "opened", "decided"] as const;
  const reached = times.findLastIndex((at) => at !== undefined);
  const running = canCount(view) && view.delivery.failure === undefined;
  return keys.map((key, index) => {
    const at = times[index];
    const [done = "", doing = ""] = labels[index] ?? [];
    const state = index <= reached ? "done" : running && index === reached + 1 ? "now" : "waiting";
    return { key, label: state === "now" ? doing : done, state, ...(at ? { at } : {}) };
  });
}

/** "asked 12 times, next in 2 s". */
export function pollLine(view: RequestView, nowMs: number): string | undefined {
  if (view.state !== "pending") return undefined;
  const count = view.pollCount;
  const asked = count === 0 ? "not asked yet" : count === 1 ? "asked once" : `asked ${count} times`;
  const wait = secondsUntil(view.nextPollAt, nowMs);
  return wait === undefined ? asked : `${asked}, next ${wait === 0 ? "now" : `in ${wait} s`}`;
}

/** "On the phone · Alice M. · 0:48". */
export function requestTitle(view: RequestView, nowMs: number): string {
  const left = canCount(view) ? secondsUntil(view.deadlineAt, nowMs) : undefined;
  const parts = [phaseWords[phaseOf(view)].word, view.customerName];
  if (left !== undefined) parts.push(formatCountdown(left));
  return parts.join(" · ");
}

/** Whether the time left still matters. */
export function canCount(view: Pick<RequestView, "state">): boolean {
  return view.state === "requested" || view.state === "pending";
}
