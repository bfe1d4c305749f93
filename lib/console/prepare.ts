import { join } from "node:path";
import { consoleConfig, consoleOwnerConfig } from "#lib/platform/config/console.ts";
import { restrictRuntime } from "#lib/platform/database/append-only.ts";
import { migrate } from "#lib/platform/database/migrate.ts";
import { openDatabase } from "#lib/platform/database/open.ts";
import { openBoss } from "#lib/platform/jobs/boss.ts";
import { log } from "#lib/platform/log.ts";
import type { ConsoleDatabase } from "./database.ts";
import { jobsSchema, queues } from "./engine/queues.ts";
import { writePolicy } from "./policy/write-policy.ts";

/**
 * Brings the console's schema and job queues up to date as the owner role, then takes from the
 * runtime role what it must not change. Idempotent; run before a console or engine starts.
 */
export async function prepareConsole(): Promise<void> {
  const config = consoleConfig();
  const ownerUrl = consoleOwnerConfig().CONSOLE_DATABASE_OWNER_URL;
  const applied = await migrate({
    ownerUrl,
    schema: "console",
    folder: join(import.meta.dirname, "migrations"),
  });
  const boss = openBoss({ url: ownerUrl, schema: jobsSchema, migrate: true, supervise: false });
  await boss.start();
  for (const [name, options] of Object.entries(queues))
    if (await boss.getQueue(name)) await boss.updateQueue(name, options);
    else await boss.createQueue(name, options);
  await boss.stop({ graceful: false });
  await restrictRuntime({
    ownerUrl,
    runtimeUrl: config.CONSOLE_DATABASE_URL,
    appendOnly: ["audit", "request_events"],
    readOnly: ["policy"],
  });
  const owner = openDatabase<ConsoleDatabase>({
    url: ownerUrl,
    name: "prepare",
    maxConnections: 1,
  });
  await writePolicy(owner, {
    maxRequestsPerHour: config.CONSOLE_MAX_REQUESTS_PER_HOUR,
    declinePauseSeconds: config.CONSOLE_DECLINE_PAUSE_SECONDS,
    lookupSeconds: config.CONSOLE_LOOKUP_SECONDS,
  });
  await owner.destroy();
  log.info("console.prepared", { count: applied.length });
}

if (import.meta.main) await prepareConsole();
