import type { CustomerCard } from "../contracts/customer.ts";
import type { Tone } from "./phase.ts";
import { formatCountdown, secondsUntil } from "./time.ts";

/** Why this customer cannot be asked now, and what to do instead. */
export interface Trouble {
  code: "blocked" | "no_phone" | "pending" | "pause" | "look_up_old";
  tone: Tone;
  short: string;
  what: string;
  next: string;
  /** The request that is in the way, if this operator may see it. */
  requestId?: string;
}

/** The first thing that stands in the way, or undefined if the customer can be asked. */
export function customerTrouble(card: CustomerCard, nowMs: number): Trouble | undefined {
  const name = card.customerName;
  if (card.status === "blocked")
    return {
      code: "blocked",
      tone: "bad",
      short: "Blocked",
      what: `${name} is blocked at the bank.`,
      next: "Nothing can be asked. Follow the notes on the account, or call the back office.",
    };
  if (!card.hasPhone)
    return {
      code: "no_phone",
      tone: "warn",
      short: "No phone",
      what: `${name} has no phone set up to answer.`,
      next: "Let the customer set up a phone with a fresh sign-in, or identify them with a document.",
    };
  if (card.pending) return pendingTrouble(card, nowMs);
  const wait = secondsUntil(card.nextAllowedAt, nowMs);
  if (wait !== undefined && wait > 0)
    return {
      code: "pause",
      tone: "warn",
      short: `Possible in ${formatCountdown(wait)}`,
      what: `${name} can be asked again in ${formatCountdown(wait)}.`,
      next: "There is a pause after a decline, and a limit an hour, so that nobody is pressed into a yes.",
    };
  if (Date.parse(card.usableUntil) <= nowMs)
    return {
      code: "look_up_old",
      tone: "warn",
      short: "Look up again",
      what: "This look-up is more than 15 minutes old.",
      next: "Look the customer up again, then go on.",
    };
  return undefined;
}

function pendingTrouble(card: CustomerCard, nowMs: number): Trouble | undefined {
  const { pending } = card;
  if (!pending) return undefined;
  const left = secondsUntil(pending.deadlineAt, nowMs);
  const rest = left === undefined ? "" : `, ${formatCountdown(left)} left`;
  const from = pending.mine ? "you" : `${pending.operatorName} (${pending.branchName})`;
  return {
    code: "pending",
    tone: "info",
    short: pending.mine ? "Being asked by you" : "Being asked",
    what: `${card.customerName} already has a question from ${from}${rest}.`,
    next: pending.mine
      ? "Wait for it, or withdraw it."
      : `Wait for it, or ask ${pending.operatorName} to withdraw it.`,
    ...(pending.requestId ? { requestId: pending.requestId } : {}),
  };
}
