import { checkCode, groupCheckCode } from "#lib/core/contracts/digest.ts";
import type { CustomerWords } from "#lib/core/flows/customer-words.ts";
import type { UnsignedStatement } from "./api/answers.ts";

/**
 * True if the words on the screen belong to what would be signed: same language, and the check
 * code is the one of the order's digest. A question for which this is false is never answerable.
 */
export function wordsFitStatement(words: CustomerWords, statement: UnsignedStatement): boolean {
  return (
    words.language === statement.language &&
    words.code === groupCheckCode(checkCode(statement.order_digest))
  );
}
