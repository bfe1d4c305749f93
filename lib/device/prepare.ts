import { join } from "node:path";
import { deviceConfig, deviceOwnerConfig } from "#lib/platform/config/device.ts";
import { restrictRuntime } from "#lib/platform/database/append-only.ts";
import { migrate } from "#lib/platform/database/migrate.ts";
import { openBoss } from "#lib/platform/jobs/boss.ts";
import { JOB_SCHEMA, queueOptions, queues } from "./jobs.ts";

/**
 * Brings this zone's schemas up to date as the owner role: migrations, then pg-boss's tables and
 * queues. Run by the launcher (or `npm run db:migrate`) before any process of the zone starts.
 * Returns the names of the migrations that were applied.
 */
export async function prepareDevice(
  ownerUrl = deviceOwnerConfig().DEVICE_DATABASE_OWNER_URL,
  runtimeUrl = deviceConfig().DEVICE_DATABASE_URL,
): Promise<string[]> {
  const applied = await migrate({
    ownerUrl,
    schema: "device",
    folder: join(import.meta.dirname, "migrations"),
  });
  const boss = openBoss({ url: ownerUrl, schema: JOB_SCHEMA, migrate: true, supervise: false });
  await boss.start();
  try {
    for (const queue of queues) {
      if (await boss.getQueue(queue)) await boss.updateQueue(queue, queueOptions);
      else await boss.createQueue(queue, queueOptions);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  await restrictRuntime({
    ownerUrl,
    runtimeUrl,
    appendOnly: ["audit", "approval_events"],
    readOnly: [],
  });
  return applied;
}

// `node lib/device/prepare.ts` does it, for launchers that may not import this zone.
if (import.meta.main) await prepareDevice();
