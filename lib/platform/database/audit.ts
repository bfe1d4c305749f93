import { type Kysely, sql } from "kysely";

/** One line of the audit trail, as `audit` holds it. `data` never holds a secret or plain customer data. */
export interface AuditTable {
  seq: number;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  data: unknown;
  prevHash: Buffer;
  hash: Buffer;
}

export interface AuditLine {
  /** "operator:<id>", "customer:<sub>", "engine", "device", "op". */
  actor: string;
  /** "request.granted", "customer.found", … */
  action: string;
  /** "request:<id>", "lookup:<id>", … */
  subject: string;
  data?: Record<string, string | number | boolean | null>;
}

/**
 * Runs `work` in one transaction and writes the audit lines it hands out at the very end of it: the
 * chain's lock is then held for one insert only, and can deadlock with nothing.
 */
export async function transact<DB extends { audit: AuditTable }, T>(
  database: Kysely<DB>,
  work: (transaction: Kysely<DB>, audit: (line: AuditLine) => void) => Promise<T>,
): Promise<T> {
  return database.transaction().execute(async (transaction) => {
    const lines: AuditLine[] = [];
    const result = await work(transaction, (line) => void lines.push(line));
    for (const line of lines)
      await sql`insert into audit (actor, action, subject, data)
        values (${line.actor}, ${line.action}, ${line.subject}, ${JSON.stringify(line.data ?? {})})`.execute(
        transaction,
      );
    return result;
  });
}

/** `seq` of the first line that does not fit the chain; undefined when the whole trail holds. */
export async function firstBrokenAuditLine<DB>(database: Kysely<DB>): Promise<number | undefined> {
  const { rows } = await sql<{ broken: number | null }>`select audit_verify() as broken`.execute(
    database,
  );
  return rows[0]?.broken ?? undefined;
}
