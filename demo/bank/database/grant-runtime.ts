import { type Kysely, sql } from "kysely";

/** The columns that may change after a row was written; what was agreed never does. */
const changing: Record<string, readonly string[]> = {
  account: ["balance_minor"],
  authenticator: ["removed_at"],
  orders: [
    "status",
    "opened_at",
    "expires_at",
    "decided_at",
    "approval_iss",
    "approval_azp",
    "approval_jti",
    "ended_at",
    "void_reason",
    "voided_by",
  ],
};
const appended = [
  "orders",
  "authenticator",
  "idempotency",
  "receipt",
  "fraud_report",
  "execution",
  "posting",
  "ledger_entry",
  "search",
];

/**
 * Gives the runtime role its rights and takes all others (default privileges may have given more),
 * at each start. It owns nothing, deletes nothing but quotes that ran out (by the owner's function),
 * and cannot rewrite an order, a receipt or a ledger.
 */
export async function grantRuntime(db: Kysely<unknown>, role: string): Promise<void> {
  const name = sql.ref(role);
  await db.transaction().execute(async (trx) => {
    await sql`grant usage on schema bank to ${name}`.execute(trx);
    await sql`revoke all on all tables in schema bank from ${name}`.execute(trx);
    await sql`grant select on all tables in schema bank to ${name}`.execute(trx);
    await sql`grant execute on function bank.posting_must_balance(),
      bank.purge_expired_quotes(integer, integer) to ${name}`.execute(trx);
    for (const table of appended)
      await sql`grant insert on ${sql.table(`bank.${table}`)} to ${name}`.execute(trx);
    for (const [table, columns] of Object.entries(changing)) {
      const list = sql.join(columns.map((column) => sql.ref(column)));
      await sql`grant update (${list}) on ${sql.table(`bank.${table}`)} to ${name}`.execute(trx);
    }
  });
}
