import { base64url, canonicalBytes } from "#lib/core/contracts/digest.ts";
import type { Decision, Receipt, ReceiptStatement } from "#lib/core/contracts/receipt.ts";
import { type CustomerWords, shownTextHash } from "#lib/core/flows/customer-words.ts";
import type { UnsignedStatement } from "./api/answers.ts";
import type { PhoneKey } from "./keys/key-store.ts";
import { wordsFitStatement } from "./question-fault.ts";

/**
 * Signs a decision on the phone: ECDSA P-256 with SHA-256 over the RFC 8785 form of the statement,
 * signature as IEEE P1363. `words` must be the very object that is rendered, for its hash is signed.
 * Throws TypeError when the words do not belong to the statement, before anything is signed.
 */
export async function signReceipt(input: {
  key: PhoneKey;
  statement: UnsignedStatement;
  decision: Decision;
  words: CustomerWords;
  decidedAt: Date;
}): Promise<Receipt> {
  if (!wordsFitStatement(input.words, input.statement))
    throw new TypeError("the words on the screen do not belong to this order");
  const statement: ReceiptStatement = {
    ...input.statement,
    decision: input.decision,
    shown_text_hash: await shownTextHash(input.words),
  };
  const signature = await crypto.subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    input.key.privateKey,
    canonicalBytes(statement),
  );
  return {
    statement,
    authenticator_id: input.key.authenticatorId,
    signature: base64url(new Uint8Array(signature)),
    decided_at: input.decidedAt.toISOString(),
  };
}
