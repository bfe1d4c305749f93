import { z } from "zod";
import { money } from "../banking/money.ts";
import { approvalState, declineReason, deliveryFailure } from "./follow.ts";

export const requestState = z.enum([
  "requested",
  "pending",
  "granted",
  "denied",
  "expired",
  "cancelled",
  "failed",
]);
export type RequestState = z.infer<typeof requestState>;

export const executionState = z.enum([
  "none",
  "waiting",
  "executing",
  "executed",
  "refused",
  "outcome_unknown",
]);
export type ExecutionState = z.infer<typeof executionState>;

/** Why a request failed, in the order in which the parts are reached. Words: `lib/core/requests/words.ts`. */
export const failureReason = z.enum([
  "bank_unreachable",
  "bank_refused",
  "op_unreachable",
  "op_no_answer",
  "op_bad_answer",
  "op_client_refused",
  "op_customer_unknown",
  "op_binding_refused",
  "op_channel_down",
  "op_refused",
  "not_shown",
  "op_lost_request",
  "token_invalid",
  "token_lost",
  "token_expired",
  "stale",
]);
export type FailureReason = z.infer<typeof failureReason>;

export const requestDelivery = z.object({
  state: approvalState.optional(),
  notifications: z.number().int().default(0),
  receivedAt: z.iso.datetime().optional(),
  notifiedAt: z.iso.datetime().optional(),
  openedAt: z.iso.datetime().optional(),
  decidedAt: z.iso.datetime().optional(),
  failure: deliveryFailure.optional(),
});

/** What the bank answered when the order was executed, as far as this viewer may see it. */
export const requestResult = z.object({
  reference: z.string().optional(),
  executedAt: z.iso.datetime().optional(),
  balanceAfter: money.optional(),
  released: z.record(z.string(), z.string()).optional(),
  customerName: z.string().optional(),
  refusal: z.object({ code: z.string(), message: z.string() }).optional(),
});

/**
 * One request as the operator's screens show it. A whole view each time: a frame replaces what the
 * browser has when its `version` is higher (or equal with a later `pollCount`).
 */
export const requestView = z.object({
  id: z.uuid(),
  version: z.number().int().positive(),
  flow: z.string(),
  state: requestState,
  execution: executionState,
  customerName: z.string(),
  customerLanguage: z.string(),
  operatorName: z.string(),
  operatorIsMe: z.boolean(),
  branchName: z.string(),
  contact: z.enum(["counter", "phone", "case"]),
  summary: z.string(),
  amount: money.optional(),
  checkCode: z.string(),
  bindingMessage: z.string(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().optional(),
  deadlineAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
  pollCount: z.number().int(),
  nextPollAt: z.iso.datetime().optional(),
  intervalSeconds: z.number().optional(),
  delivery: requestDelivery,
  declineReason: declineReason.optional(),
  failureReason: failureReason.optional(),
  failureDetail: z.string().optional(),
  nextAllowedAt: z.iso.datetime().optional(),
  result: requestResult.optional(),
  serverNow: z.iso.datetime(),
});
export type RequestView = z.infer<typeof requestView>;

export const requestEventKind = z.enum([
  "requested",
  "acknowledged",
  "received",
  "notified",
  "opened",
  "decided",
  "delivery_failed",
  "granted",
  "denied",
  "expired",
  "cancelled",
  "failed",
  "executing",
  "executed",
  "refused",
  "outcome_unknown",
  "tokens_revoked",
  "renotified",
]);
export type RequestEventKind = z.infer<typeof requestEventKind>;

/** One line of a request's timeline. `note` is a sentence for the operator, never a secret. */
export const requestEvent = z.object({
  version: z.number().int(),
  kind: requestEventKind,
  at: z.iso.datetime(),
  note: z.string().optional(),
});
export type RequestEvent = z.infer<typeof requestEvent>;

/** States in which nothing more will happen by itself. */
export function isOver(view: Pick<RequestView, "state" | "execution">): boolean {
  if (view.state === "requested" || view.state === "pending") return false;
  return view.state !== "granted" || view.execution === "executed" || view.execution === "refused";
}
