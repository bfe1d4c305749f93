import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Kysely, PostgresDialect, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import pg from "pg";
import { connectionSettings } from "./open.ts";

const shared = join(import.meta.dirname, "migrations");

/**
 * Applies the zone's `NNN-name.sql` files, and those shared by all zones, in the order of their
 * names, each once, as the owner role. Safe to run from several processes at a time (the Migrator
 * holds an advisory lock).
 */
export async function migrate(options: {
  ownerUrl: string;
  schema: string;
  folder: string;
}): Promise<string[]> {
  const database = new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: new pg.Pool({ ...connectionSettings(options.ownerUrl, "migrate"), max: 2 }),
    }),
  });
  try {
    const migrator = new Migrator({
      db: database,
      migrationTableSchema: options.schema,
      provider: { getMigrations: () => readMigrations([shared, options.folder]) },
    });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    return results.map((result) => result.migrationName);
  } finally {
    await database.destroy();
  }
}

async function readMigrations(folders: string[]): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const folder of folders)
    for (const file of (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort()) {
      const text = await readFile(join(folder, file), "utf8");
      migrations[file.replace(/\.sql$/, "")] = {
        up: async (transaction) => void (await sql.raw(text).execute(transaction)),
      };
    }
  return migrations;
}
