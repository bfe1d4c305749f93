import type { Kysely } from "kysely";
import { fromKysely, PgBoss } from "pg-boss";
import { log } from "../log.ts";

/**
 * pg-boss on the zone's own job schema. The owner (`migrate: true`) makes the schema and queues; the
 * runtime role only works in it. Supervising every second frees the jobs of a dead process soon.
 */
export function openBoss(options: {
  url: string;
  schema: string;
  migrate: boolean;
  supervise: boolean;
  maxConnections?: number;
}): PgBoss {
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: "countersign jobs",
    schema: options.schema,
    migrate: options.migrate,
    createSchema: false,
    supervise: options.supervise,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
    max: options.maxConnections ?? 4,
  });
  boss.on("error", (error) => log.warn("jobs.error", { error }));
  return boss;
}

/** pg-boss calls inside a transaction of ours: pass it as their `db` option. */
export function bossIn<DB>(transaction: Kysely<DB>) {
  return fromKysely(transaction.withoutPlugins());
}
