import { maskIban, parseIban } from "#lib/core/banking/iban.ts";
import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";
import { refuse } from "../http/refuse.ts";
import { isOwnIban, transferFeeMinor } from "./bank-rules.ts";
import { checkPayee } from "./check-payee.ts";
import { requireCustomerLimit, requireOperatorLimit, requireTransferLimit } from "./limits.ts";
import type { QuotedDetails } from "./quoted-details.ts";

/**
 * Every rule that would refuse the transfer is tried before the customer is bothered; the ones that
 * depend on balances and limits are tried again, under locks, when it is executed.
 */
export async function quoteTransfer(
  { db, settings }: Call,
  parties: { customerSub: string; operatorSub: string },
  request: Schema<"TransferRequest">,
): Promise<QuotedDetails> {
  const from = await db
    .selectFrom("account")
    .innerJoin("accountHolder", "accountHolder.accountId", "account.accountId")
    .selectAll("account")
    .where("account.accountId", "=", request.from_account_id)
    .where("customerSub", "=", parties.customerSub)
    .executeTakeFirst();
  if (!from || from.iban === null || from.balanceMinor === null)
    throw refuse("unknown_account", "Choose one of the customer's accounts.", {
      field: "details.from_account_id",
    });
  if (from.status === "blocked")
    throw refuse("account_blocked", "Choose another account to pay from.", {
      field: "details.from_account_id",
    });

  const iban = parseIban(request.to.iban);
  const toField = { field: "details.to.iban" };
  if (!iban)
    throw refuse(
      "invalid_iban",
      "Compare the IBAN with the payee's paper: its check digits do not fit.",
      toField,
    );
  if (iban === from.iban)
    throw refuse(
      "same_account",
      "Choose a payee's account other than the one to pay from.",
      toField,
    );
  const to = await db.selectFrom("account").selectAll().where("iban", "=", iban).executeTakeFirst();
  if (!to && isOwnIban(iban))
    throw refuse("unknown_account", "This bank has no such account. Check the IBAN.", toField);
  if (to?.status === "blocked")
    throw refuse("payee_account_blocked", "Money cannot be sent to this account.", toField);

  const amount = request.amount;
  if (amount.currency !== from.currency || (to && to.currency !== from.currency))
    throw refuse(
      "currency_mismatch",
      `Only ${from.currency} can be paid from this account to that one.`,
      {
        field: to && to.currency !== from.currency ? toField.field : "details.amount",
      },
    );
  const feeMinor = transferFeeMinor(from.iban, iban);
  const amountMinor = BigInt(amount.amount_minor);
  requireTransferLimit(settings, amount);
  if (from.balanceMinor < amountMinor + feeMinor)
    throw refuse(
      "insufficient_funds",
      "The balance does not cover the amount and the fee. Choose a smaller amount or another account.",
      { field: "details.amount" },
    );
  await requireCustomerLimit(db, settings, parties.customerSub, amount);
  await requireOperatorLimit(db, settings, parties.operatorSub, amount);

  const fee = { amount_minor: Number(feeMinor), currency: from.currency };
  const name = request.to.name.trim().replace(/\s+/g, " ");
  return {
    details: {
      from: { account_id: from.accountId, masked_iban: maskIban(from.iban) },
      to: { name, iban },
      amount,
      fee,
      reference: request.reference.trim().replace(/\s+/g, " "),
    },
    checks: { fee, ...(await checkPayee(db, name, to?.accountId)) },
    amount,
  };
}
