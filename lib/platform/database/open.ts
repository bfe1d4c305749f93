import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { log } from "../log.ts";

const int8 = 20;

/** Connection settings shared by pools and listeners. */
export function connectionSettings(url: string, name: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: `countersign ${name}`,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
    keepAlive: true,
    types: {
      getTypeParser: ((oid: number, format?: "text" | "binary") =>
        oid === int8 ? safeInteger : pg.types.getTypeParser(oid, format as "text")) as never,
    },
  };
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("a number from the database is too large");
  return value;
}

/**
 * Opens a pool as the zone's runtime role. Tables and columns are camelCase in code, snake_case in
 * the database; the role's search_path names the zone's schema.
 */
export function openDatabase<DB>(options: {
  url: string;
  name: string;
  maxConnections?: number;
}): Kysely<DB> {
  const pool = new pg.Pool({
    ...connectionSettings(options.url, options.name),
    max: options.maxConnections ?? 10,
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on("error", (error) => log.warn("database.connection-lost", { error }));
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}
