import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import type { BankTables } from "./tables.ts";

export type BankDatabase = Kysely<BankTables>;
export type BankTransaction = Transaction<BankTables>;

const int8 = 20;

/** Opens the schema `bank`. Amounts (int8) come as bigint; documents keep their own spelling. */
export function openBankDatabase(url: string, maxConnections = 12): BankDatabase {
  const types = {
    getTypeParser: ((oid: number, format?: "text") =>
      oid === int8 && format !== ("binary" as string)
        ? (text: string) => BigInt(text)
        : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  };
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    types,
    application_name: "countersign-bank",
    connectionTimeoutMillis: 5000,
    // A statement that waits for a lock this long is a fault, and better said than waited for.
    statement_timeout: 10_000,
  });
  // A server restart breaks idle connections; the pool replaces them, the process must not die.
  pool.on("error", () => undefined);
  return new Kysely<BankTables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  }).withSchema("bank");
}
