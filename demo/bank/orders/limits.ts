import { sql } from "kysely";
import { formatMoney, type Money } from "#lib/core/banking/money.ts";
import type { BankDatabase } from "../database/open.ts";
import { refuse } from "../http/refuse.ts";
import type { BankSettings } from "../settings.ts";

const field = "details.amount";
const words = (amountMinor: bigint, currency: string) =>
  formatMoney({ amount_minor: Number(amountMinor), currency }, "en-GB");

export function requireTransferLimit(settings: BankSettings, amount: Money): void {
  const limit = settings.transferLimitMinor;
  if (BigInt(amount.amount_minor) > limit)
    throw refuse(
      "over_limit",
      `One transfer can be at most ${words(limit, amount.currency)}. Choose a smaller amount.`,
      { field },
    );
}

/** What the customer had executed in the last 24 hours, with this amount. Exact under their lock. */
export async function requireCustomerLimit(
  db: BankDatabase,
  settings: BankSettings,
  customerSub: string,
  amount: Money,
): Promise<void> {
  const { used } = await db
    .selectFrom("execution")
    .select(sql<bigint>`coalesce(sum(amount_minor), 0)::bigint`.as("used"))
    .where("customerSub", "=", customerSub)
    .where("currency", "=", amount.currency)
    .where(sql<boolean>`executed_at > clock_timestamp() - interval '24 hours'`)
    .executeTakeFirstOrThrow();
  const left = settings.customerDayLimitMinor - used;
  if (BigInt(amount.amount_minor) > left)
    throw refuse(
      "over_limit",
      `The customer can still transfer ${words(left > 0n ? left : 0n, amount.currency)} within 24 hours.`,
      { field },
    );
}

/** What the operator has asked for in the last 24 hours and is not off the table. Exact under their lock. */
export async function requireOperatorLimit(
  db: BankDatabase,
  settings: BankSettings,
  operatorSub: string,
  amount: Money,
): Promise<void> {
  const { used } = await db
    .selectFrom("orders")
    .select(sql<bigint>`coalesce(sum(amount_minor), 0)::bigint`.as("used"))
    .where("operatorSub", "=", operatorSub)
    .where("currency", "=", amount.currency)
    .where(sql<boolean>`opened_at > clock_timestamp() - interval '24 hours'`)
    .where(
      sql<boolean>`(status = 'executed'
        or (status = 'approved' and decided_at >
          clock_timestamp() - make_interval(secs => ${settings.approvedSeconds}))
        or (status = 'open' and expires_at > clock_timestamp()))`,
    )
    .executeTakeFirstOrThrow();
  const left = settings.operatorDayLimitMinor - used;
  if (BigInt(amount.amount_minor) > left)
    throw refuse(
      "over_operator_limit",
      `You can still ask for ${words(left > 0n ? left : 0n, amount.currency)} within 24 hours.`,
      { field },
    );
}
