import type { ApprovalState } from "#lib/core/contracts/follow.ts";
import type { Decision } from "#lib/core/contracts/receipt.ts";
import { type CustomerWords, shownTextHash } from "#lib/core/flows/customer-words.ts";
import type { ApprovalRow } from "../database.ts";
import type { PhoneContext } from "../enrolment/phone-session.ts";
import { wordsFor } from "./words-for.ts";

/** A question as the phone shows it (wire form). `id` is this zone's own, not the bearer's. */
export interface ApprovalCard {
  id: string;
  state: ApprovalState;
  decision?: Decision;
  words: CustomerWords;
  deadline_at: string;
  received_at: string;
  ended_at?: string;
  /** The customer approved, and the bank took it back before anything was done. */
  undone?: true;
}

/** The card in this phone's language; undefined while the order is not known to be right. */
export function toCard(ctx: PhoneContext, row: ApprovalRow): ApprovalCard | undefined {
  if (row.orderContent === null) return undefined;
  return {
    id: row.id,
    state: row.state,
    ...(row.decision ? { decision: row.decision } : {}),
    words: wordsFor(row.orderContent, row.orderDigest, ctx.device.language),
    deadline_at: row.deadlineAt.toISOString(),
    received_at: row.receivedAt.toISOString(),
    ...(row.endedAt ? { ended_at: row.endedAt.toISOString() } : {}),
    ...(row.withdrawnAfterApprovalAt ? { undone: true as const } : {}),
  };
}

/**
 * Notes that these words are about to be served to this phone. A receipt can speak of no others.
 * Resolves to their hash.
 */
export async function recordView(
  ctx: PhoneContext,
  approvalId: string,
  words: CustomerWords,
): Promise<string> {
  const hash = await shownTextHash(words);
  await ctx.database
    .insertInto("approvalViews")
    .values({
      approvalId,
      deviceId: ctx.device.id,
      language: words.language,
      shownTextHash: hash,
    })
    .onConflict((on) => on.doNothing())
    .execute();
  return hash;
}
