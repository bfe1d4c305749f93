import { sql } from "kysely";
import type { BankTransaction } from "./open.ts";

/**
 * Holds the right to count for one customer or operator until the transaction ends, so that two
 * of them at once cannot both stay under a limit. Order of locks everywhere: idempotency key,
 * order row, operator, customer, accounts by id.
 */
export async function lockSubject(
  trx: BankTransaction,
  kind: "key" | "operator" | "customer" | "search",
  sub: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`bank:${kind}:${sub}`}, 0))`.execute(
    trx,
  );
}
