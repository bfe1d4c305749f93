import type { PgBoss } from "pg-boss";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { once } from "#lib/platform/config/env.ts";
import { openBoss } from "#lib/platform/jobs/boss.ts";
import { jobsSchema } from "./queues.ts";

/** pg-boss for sending jobs, as the runtime role; the engine opens one that supervises besides. */
export const jobs = once(async (): Promise<PgBoss> => {
  const boss = openBoss({
    url: consoleConfig().CONSOLE_DATABASE_URL,
    schema: jobsSchema,
    migrate: false,
    supervise: false,
    maxConnections: 3,
  });
  await boss.start();
  return boss;
});
