import { sql } from "kysely";
import { type Receipt, verifyReceiptSignature } from "#lib/core/contracts/receipt.ts";
import type { BankTransaction } from "../database/open.ts";
import { refuse } from "../http/refuse.ts";
import type { OrderRow } from "../orders/lock-order.ts";

/**
 * Everything that makes a receipt this customer's decision on this order: what was signed names the
 * order, its nonce, client and issuer, and the key is pinned for the customer and usable.
 */
export async function verifyReceipt(
  trx: BankTransaction,
  customerIssuer: string,
  order: OrderRow,
  receipt: Receipt,
): Promise<void> {
  const { statement } = receipt;
  if (statement.order_digest !== order.digest)
    throw refuse("digest_mismatch", "The receipt is for another content of the order.", {
      field: "statement.order_digest",
    });
  if (statement.nonce !== order.nonce)
    throw refuse("nonce_mismatch", "The receipt does not hold this order's nonce.", {
      field: "statement.nonce",
    });
  if (statement.azp !== order.clientId)
    throw refuse("client_mismatch", "The approval was asked by another client.", {
      field: "statement.azp",
    });
  if (statement.iss !== customerIssuer)
    throw refuse("issuer_mismatch", "The approval is of another sign-in service.", {
      field: "statement.iss",
    });
  const field = "authenticator_id";
  const key = await trx
    .selectFrom("authenticator")
    .select(["customerSub", "publicKeyJwk", "removedAt"])
    .select(sql<boolean>`usable_from <= clock_timestamp()`.as("usable"))
    .where("id", "=", receipt.authenticator_id)
    .executeTakeFirst();
  if (!key) throw refuse("unknown_authenticator", "Enrol this phone first.", { field });
  if (key.customerSub !== order.customerSub)
    throw refuse("wrong_customer", "This phone is another customer's.", { field });
  if (key.removedAt !== null)
    throw refuse("authenticator_removed", "Enrol this phone again.", { field });
  if (!key.usable)
    throw refuse("authenticator_not_usable", "This phone is new. Use the older one, or wait.", {
      field,
    });
  if (!(await verifyReceiptSignature(receipt, key.publicKeyJwk)))
    throw refuse("bad_signature", "The signature is not this phone's over this statement.", {
      field: "signature",
    });
}
