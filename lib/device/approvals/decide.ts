import { sql } from "kysely";
import { z } from "zod";
import { canonicalDigest } from "#lib/core/contracts/digest.ts";
import { type ApprovalState, declineReason } from "#lib/core/contracts/follow.ts";
import { type Decision, decision, type Receipt, receipt } from "#lib/core/contracts/receipt.ts";
import { Refusal } from "#lib/core/errors.ts";
import { transact } from "#lib/platform/database/audit.ts";
import type { ApprovalRow } from "../database.ts";
import type { PhoneContext } from "../enrolment/phone-session.ts";
import { usePin } from "../enrolment/use-pin.ts";
import { holds } from "../holds.ts";
import { enqueue } from "../jobs.ts";
import { checkReceipt } from "../receipts/check-receipt.ts";
import { readOwn } from "./read-own.ts";
import { sealFor } from "./sealed.ts";
import { isAsking } from "./states.ts";
import { tellOutcome } from "./tell-outcome.ts";
import { transition } from "./transition.ts";

/** Reasons that a customer may give; the others of the contract are not theirs to give. */
const customersReason = declineReason.extract([
  "declined",
  "changed_mind",
  "wrong_amount",
  "wrong_payee",
  "did_not_understand",
  "could_not_unlock",
]);

export const decisionInput = z.strictObject({
  decision,
  reason: customersReason.optional(),
  pin: z.string().max(16).optional(),
  receipt,
});

export interface Decided {
  state: ApprovalState;
  decision: Decision;
  /** True when the OP has confirmed. False: it will be told, or nobody knows whether it heard. */
  told: boolean;
}

/**
 * The customer's answer, once. The receipt is checked before the PIN, so nobody guesses PINs without
 * the phone's key; the compare-and-set decides between two phones, a withdrawal and the deadline.
 * Then receipt to the bank and callback to the OP, in this order, inline; a job goes on if we die.
 * The same receipt again gets the same answer. Refusals: 409 already_decided, withdrawn, expired;
 * 403 wrong_pin, pin_locked, not_usable_yet; 422 receipt faults.
 */
export async function decide({
  ctx,
  input,
}: {
  ctx: PhoneContext;
  input: { approvalId: string } & z.infer<typeof decisionInput>;
}): Promise<Decided> {
  const row = await readOwn(ctx, input.approvalId);
  const receiptHash = await canonicalDigest(input.receipt);
  if (row.receiptHash === receiptHash && row.decidedBy === ctx.device.id) return answer(row);
  refuseIfOver(row);
  await checkReceipt(ctx, row, input.decision, input.receipt);
  if (input.decision === "approved") {
    if (ctx.device.usableFrom > new Date())
      throw new Refusal("not_usable_yet", "This phone is new and cannot approve yet.", {
        status: 403,
        retryAt: ctx.device.usableFrom,
      });
    await usePin({ ctx, input: { pin: input.pin ?? "" } });
  }
  const stored = await store(ctx, row, input, receiptHash);
  if (!stored) {
    const now = await readOwn(ctx, row.id);
    if (now.receiptHash === receiptHash && now.decidedBy === ctx.device.id) return answer(now);
    refuseIfOver(now);
    throw expired();
  }
  await tellOutcome({ ctx, input: { approvalId: row.id } });
  return answer(await readOwn(ctx, row.id));
}

async function store(
  ctx: PhoneContext,
  row: ApprovalRow,
  input: {
    decision: Decision;
    reason?: z.infer<typeof customersReason> | undefined;
    receipt: Receipt;
  },
  receiptHash: string,
): Promise<ApprovalRow | undefined> {
  const receiptSealed = await sealFor(ctx, "receipt_sealed", row.id, JSON.stringify(input.receipt));
  return transact(ctx.database, async (transaction, audit) => {
    const decided = await transition(transaction, audit, {
      id: row.id,
      from: ["notified", "opened"],
      to: "decided",
      set: {
        decision: input.decision,
        // A report gives no reason: to the console it is a plain decline.
        declineReason: input.decision === "declined" ? (input.reason ?? "declined") : null,
        decidedBy: ctx.device.id,
        decidedAt: sql`now()` as never,
        openedAt: sql`coalesce(opened_at, now())` as never,
        receiptSealed,
        receiptHash,
        callbackStatus: input.decision === "approved" ? "SUCCEED" : "UNAUTHORIZED",
      },
      when: holds`deadline_at > clock_timestamp()`,
      actor: `customer:${ctx.device.customerSub}`,
      data: { decision: input.decision, device: ctx.device.id },
    });
    if (decided) await enqueue(ctx.boss, transaction, "device-tell", row.id);
    return decided;
  });
}

function answer(row: ApprovalRow): Decided {
  if (row.state === "withdrawn") throw withdrawn();
  if (row.state === "expired") throw expired();
  return {
    state: row.state,
    decision: row.decision as Decision,
    told: row.state === "told",
  };
}

function refuseIfOver(row: ApprovalRow): void {
  if (isAsking(row.state)) {
    if (row.deadlineAt <= new Date()) throw expired();
    return;
  }
  if (row.state === "withdrawn") throw withdrawn();
  if (row.state === "expired") throw expired();
  throw new Refusal("already_decided", "This question has been answered already.", {
    facts: row.decision ? { decision: row.decision } : {},
  });
}

const withdrawn = () =>
  new Refusal("withdrawn", "Your bank has taken this question back. Nothing was approved.");
const expired = () =>
  new Refusal("expired", "The time for this question ran out. Nothing was approved.");
