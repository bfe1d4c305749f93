import { sql } from "kysely";
import type { Job } from "pg-boss";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { database } from "../database.ts";
import { jobs } from "./jobs.ts";
import type { RequestJob } from "./queue-loop.ts";
import { POLL } from "./queues.ts";

/**
 * Ends this poll job and puts its successor later than the interval, in one transaction: after
 * `slow_down` (`growSeconds`: the interval is longer for good) or the OP's own `Retry-After`.
 */
export async function reschedulePoll(
  job: Job<RequestJob>,
  wait: { growSeconds: number } | { onceSeconds: number },
): Promise<void> {
  const { requestId } = job.data;
  const grow = "growSeconds" in wait ? wait.growSeconds : 0;
  const atLeast = "onceSeconds" in wait ? wait.onceSeconds : 0;
  const boss = await jobs();
  await database()
    .transaction()
    .execute(async (transaction) => {
      const row = await transaction
        .updateTable("requests")
        .set({
          intervalSeconds: sql<number>`interval_seconds + ${grow}`,
          pollCount: sql<number>`poll_count + 1`,
          nextPollAt: sql<Date>`now() + make_interval(secs => greatest(interval_seconds + ${grow}, ${atLeast}))`,
        })
        .where("id", "=", requestId)
        .where("state", "=", "pending")
        .returning("intervalSeconds")
        .executeTakeFirst();
      if (row?.intervalSeconds == null) return;
      const db = bossIn(transaction);
      await boss.complete(POLL, job.id, null, { db });
      await boss.send(
        POLL,
        { requestId },
        { startAfter: Math.max(row.intervalSeconds, atLeast), retryDelay: row.intervalSeconds, db },
      );
    });
}
