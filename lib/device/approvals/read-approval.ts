import type { ReceiptStatement } from "#lib/core/contracts/receipt.ts";
import type { PhoneContext } from "../enrolment/phone-session.ts";
import { type ApprovalCard, recordView, toCard } from "./approval-card.ts";
import { markNotified } from "./mark-notified.ts";
import { readOwn } from "./read-own.ts";
import { openJti } from "./sealed.ts";
import { isAsking } from "./states.ts";

export type ApprovalToSign = ApprovalCard & {
  /** What the phone signs, with its decision and the hash of the words that it showed. */
  statement: Omit<ReceiptStatement, "decision" | "shown_text_hash">;
};

/** One question of this customer, with what the phone has to sign. 404 for any other. */
export async function readApproval({
  ctx,
  input,
}: {
  ctx: PhoneContext;
  input: { approvalId: string };
}): Promise<ApprovalToSign> {
  const row = await readOwn(ctx, input.approvalId);
  const card = toCard(ctx, row) as ApprovalCard;
  if (isAsking(row.state)) {
    await recordView(ctx, row.id, card.words);
    if (row.state === "received") {
      await markNotified({ ctx, input: { approvalId: row.id, deviceId: ctx.device.id } });
      card.state = "notified";
    }
  }
  return {
    ...card,
    statement: {
      version: 1,
      order_digest: row.orderDigest,
      language: card.words.language,
      iss: row.iss,
      azp: row.azp,
      jti: await openJti(ctx, row),
      nonce: row.orderContent.nonce,
    },
  };
}
