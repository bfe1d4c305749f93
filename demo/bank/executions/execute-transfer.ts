import { transfer } from "#lib/core/flows/transfer.ts";
import type { Schema } from "../contract/schemas.ts";
import { lockSubject } from "../database/lock.ts";
import type { BankTransaction } from "../database/open.ts";
import { refuse } from "../http/refuse.ts";
import { requireCustomerLimit } from "../orders/limits.ts";
import type { OrderRow } from "../orders/lock-order.ts";
import type { BankSettings } from "../settings.ts";
import { internalAccount } from "./internal-accounts.ts";
import { post } from "./post.ts";

/**
 * Moves the money of an approved order, all in the caller's transaction. Refuses, before it writes
 * anything, what has changed since the quote: balance, limits, blocked accounts or customer.
 */
export async function executeTransfer(
  trx: BankTransaction,
  settings: BankSettings,
  order: OrderRow,
): Promise<Pick<Schema<"ExecutionResult">, "balance_after">> {
  const { from: payer, to: payee, amount, fee } = transfer.details.parse(order.content.details);
  await lockSubject(trx, "customer", order.customerSub);
  const customer = await trx
    .selectFrom("customer")
    .select("status")
    .where("sub", "=", order.customerSub)
    .executeTakeFirstOrThrow();
  if (customer.status === "blocked")
    throw refuse("customer_blocked", "The customer was blocked meanwhile. Nothing was done.");
  // Locked in the order of their ids: two transfers to and fro cannot wait for each other.
  const accounts = await trx
    .selectFrom("account")
    .selectAll()
    .where((where) =>
      where.or([where("accountId", "=", payer.account_id), where("iban", "=", payee.iban)]),
    )
    .orderBy("accountId")
    .forUpdate()
    .execute();
  const from = accounts.find((each) => each.accountId === payer.account_id);
  const to = accounts.find((each) => each.iban === payee.iban);
  if (!from || from.balanceMinor === null)
    throw refuse("unknown_account", "The account was closed meanwhile. Nothing was done.");
  if (from.status === "blocked")
    throw refuse("account_blocked", "The account was blocked meanwhile. Nothing was done.");
  if (to?.status === "blocked")
    throw refuse(
      "payee_account_blocked",
      "The payee's account was blocked meanwhile. Nothing was done.",
    );
  const amountMinor = BigInt(amount.amount_minor);
  const feeMinor = BigInt(fee.amount_minor);
  const balanceAfter = from.balanceMinor - amountMinor - feeMinor;
  if (balanceAfter < 0n)
    throw refuse("insufficient_funds", "The balance no longer covers it. Nothing was done.");
  await requireCustomerLimit(trx, settings, order.customerSub, amount);

  const currency = amount.currency;
  await post(trx, { orderId: order.id, currency }, [
    { accountId: from.accountId, amountMinor: -amountMinor },
    {
      accountId: to?.accountId ?? internalAccount("outgoing", currency).accountId,
      amountMinor,
    },
    ...(feeMinor > 0n
      ? [
          { accountId: from.accountId, amountMinor: -feeMinor },
          { accountId: internalAccount("fees", currency).accountId, amountMinor: feeMinor },
        ]
      : []),
  ]);
  return { balance_after: { amount_minor: Number(balanceAfter), currency } };
}
