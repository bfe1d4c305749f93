import { z } from "zod";
import { orderId } from "./order.ts";

/** States of an approval on the device's side, as the console may know them. */
export const approvalState = z.enum([
  "received",
  "notified",
  "opened",
  "decided",
  "telling",
  "told",
  "unknown",
  "withdrawn",
  "expired",
]);
export type ApprovalState = z.infer<typeof approvalState>;

/** Reasons that the operator may know. A hidden report is a plain `declined`. */
export const declineReason = z.enum([
  "declined",
  "changed_mind",
  "wrong_amount",
  "wrong_payee",
  "did_not_understand",
  "could_not_unlock",
  "not_me",
  "no_device",
  "unread",
]);
export type DeclineReason = z.infer<typeof declineReason>;

/** Why the device could not put the question to the customer, for the operator. */
export const deliveryFailure = z.enum([
  "no_device",
  "order_unknown",
  "order_mismatch",
  "bank_unreachable",
  "refused_request",
]);
export type DeliveryFailure = z.infer<typeof deliveryFailure>;

/**
 * The device's word on one order: a whole snapshot each time, so a lost or doubled frame is healed
 * by the next. `version` rises with every change of this approval. Instants are ISO 8601, UTC.
 */
export const followSnapshot = z.strictObject({
  order_id: orderId,
  version: z.number().int().positive(),
  state: approvalState,
  decision: z.enum(["approved", "declined"]).optional(),
  reason: declineReason.optional(),
  failure: deliveryFailure.optional(),
  notifications: z.number().int().nonnegative(),
  received_at: z.iso.datetime().optional(),
  notified_at: z.iso.datetime().optional(),
  opened_at: z.iso.datetime().optional(),
  decided_at: z.iso.datetime().optional(),
  told_at: z.iso.datetime().optional(),
  ended_at: z.iso.datetime().optional(),
});
export type FollowSnapshot = z.infer<typeof followSnapshot>;

export const withdrawReason = z.enum(["operator", "expired", "order_void", "failed"]);
export type WithdrawReason = z.infer<typeof withdrawReason>;
