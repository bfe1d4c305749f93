import {
  type Decision,
  type PublicKeyJwk,
  type Receipt,
  verifyReceiptSignature,
} from "#lib/core/contracts/receipt.ts";
import { Refusal } from "#lib/core/errors.ts";
import { sha256 } from "#lib/platform/random.ts";
import type { ApprovalRow } from "../database.ts";
import type { PhoneContext } from "../enrolment/phone-session.ts";

/**
 * Refuses (422, the field named) a receipt that is not exactly about this approval, this decision,
 * words that we served to this phone, and signed by this phone's key.
 */
export async function checkReceipt(
  ctx: PhoneContext,
  row: ApprovalRow,
  decision: Decision,
  receipt: Receipt,
): Promise<void> {
  const { statement } = receipt;
  require(statement.decision === decision, "decision");
  require(statement.order_digest === row.orderDigest, "order_digest");
  require(statement.iss === row.iss, "iss");
  require(statement.azp === row.azp, "azp");
  require(sha256(statement.jti) === row.jtiHash, "jti");
  require(statement.nonce === row.orderContent?.nonce, "nonce");
  require(receipt.authenticator_id === ctx.device.authenticatorId, "authenticator_id");
  const served = await ctx.database
    .selectFrom("approvalViews")
    .select("language")
    .where("approvalId", "=", row.id)
    .where("deviceId", "=", ctx.device.id)
    .where("shownTextHash", "=", statement.shown_text_hash)
    .where("language", "=", statement.language)
    .executeTakeFirst();
  require(served !== undefined, "shown_text_hash");
  const key = ctx.device.publicKey as PublicKeyJwk;
  require(await verifyReceiptSignature(receipt, key), "signature");
}

function require(holds: boolean, field: string): void {
  if (holds) return;
  throw new Refusal("receipt_refused", "This signed answer does not fit the question.", {
    status: 422,
    faults: [
      { field, code: `receipt_${field}`, message: "It does not fit. Open the question again." },
    ],
  });
}
