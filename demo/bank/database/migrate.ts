import { readdirSync, readFileSync } from "node:fs";
import { Kysely, PostgresDialect, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import pg from "pg";
import { grantRuntime } from "./grant-runtime.ts";

const folder = new URL("../migrations/", import.meta.url);

/** Applies the SQL files of `migrations/` as the owner, then grants the runtime role what it needs. */
export async function migrateBank(ownerUrl: string, runtimeUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const present = await sql`select from pg_namespace where nspname = 'bank'`.execute(db);
    if (present.rows.length === 0) await sql`create schema if not exists bank`.execute(db);
    const migrator = new Migrator({
      db,
      migrationTableSchema: "bank",
      provider: { getMigrations: async () => readMigrations() },
    });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
    const runtime = decodeURIComponent(new URL(runtimeUrl).username);
    if (runtime !== decodeURIComponent(new URL(ownerUrl).username)) await grantRuntime(db, runtime);
  } finally {
    await db.destroy();
  }
}

function readMigrations(): Record<string, Migration> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return Object.fromEntries(
    files.sort().map((name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const up: Migration["up"] = async (db) => {
        await sql.raw(text).execute(db);
      };
      return [name.replace(/\.sql$/, ""), { up }];
    }),
  );
}
