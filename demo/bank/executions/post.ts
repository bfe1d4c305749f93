import { sql } from "kysely";
import type { BankTransaction } from "../database/open.ts";

/**
 * Writes one posting: ledger entries that sum to zero (the database checks that at commit) and the
 * balances that follow. The customers' accounts must be locked already.
 */
export async function post(
  trx: BankTransaction,
  { orderId, currency }: { orderId: string; currency: string },
  lines: readonly { accountId: string; amountMinor: bigint }[],
): Promise<void> {
  const postingId = `order:${orderId}`;
  await trx.insertInto("posting").values({ id: postingId, kind: "transfer", orderId }).execute();
  let line = 0;
  for (const { accountId, amountMinor } of lines) {
    line += 1;
    // Null stays null: the bank's own accounts keep no balance.
    const { balanceMinor } = await trx
      .updateTable("account")
      .set({ balanceMinor: sql`balance_minor + ${amountMinor}` })
      .where("accountId", "=", accountId)
      .where("kind", "<>", "internal")
      .returning("balanceMinor")
      .executeTakeFirst()
      .then((row) => row ?? { balanceMinor: null });
    await trx
      .insertInto("ledgerEntry")
      .values({
        postingId,
        line,
        accountId,
        amountMinor,
        currency,
        balanceAfterMinor: balanceMinor,
      })
      .execute();
  }
}
