import type { ApprovalState } from "#lib/core/contracts/follow.ts";

/**
 * received → notified → opened → decided → telling → told | unknown; or withdrawn | expired.
 *
 * `received`: stored, the OP has our 201; the order may still have to be fetched. `notified`: a
 * phone of the customer has it. `opened`: it is on a screen. `decided`: the customer's signed answer
 * is stored. `telling`: the receipt is at the bank and the callback's first byte may be on its way;
 * it is never sent again. `told`: the OP said 200. `unknown`: it may or may not have heard.
 * `withdrawn`: by the operator, by the bank (order void), or by us (`failure` says why).
 */
const next: Record<ApprovalState, readonly ApprovalState[]> = {
  received: ["notified", "opened", "withdrawn", "expired"],
  notified: ["opened", "decided", "withdrawn", "expired"],
  opened: ["decided", "withdrawn", "expired"],
  decided: ["telling", "withdrawn", "expired"],
  telling: ["told", "unknown"],
  told: [],
  unknown: [],
  withdrawn: [],
  expired: [],
};

/** States in which the customer can still answer. */
export const askingStates = ["received", "notified", "opened"] as const;

export const endStates: readonly ApprovalState[] = ["told", "unknown", "withdrawn", "expired"];

export function isAsking(state: ApprovalState): boolean {
  return (askingStates as readonly ApprovalState[]).includes(state);
}

/** Throws on a transition that the states do not have: a fault of ours, found by any test of it. */
export function assertTransition(from: readonly ApprovalState[], to: ApprovalState): void {
  for (const state of from)
    if (!next[state].includes(to)) throw new Error(`no transition from ${state} to ${to}`);
}
