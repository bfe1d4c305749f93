import { sql } from "kysely";
import type { Job } from "pg-boss";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { database } from "../database.ts";
import { jobs } from "./jobs.ts";
import { pollDelaySeconds } from "./poll-delay.ts";
import type { RequestJob } from "./queue-loop.ts";
import { POLL } from "./queues.ts";

/**
 * Gives this poll job back with another wait than its usual one, in one transaction. `growSeconds`:
 * the OP said `slow_down`, the interval is longer for good. `onceSeconds`: this once (the OP's
 * `Retry-After`, or the rest of the interval after a ping).
 */
export async function reschedulePoll(
  job: Job<RequestJob>,
  wait: { growSeconds: number } | { onceSeconds: number },
): Promise<void> {
  const { requestId } = job.data;
  const grow = "growSeconds" in wait ? wait.growSeconds : 0;
  const boss = await jobs();
  await database()
    .transaction()
    .execute(async (transaction) => {
      const row = await transaction
        .updateTable("requests")
        .set({
          intervalSeconds: sql<number>`interval_seconds + ${grow}`,
          pollCount: sql<number>`poll_count + 1`,
        })
        .where("id", "=", requestId)
        .where("state", "=", "pending")
        .returning("intervalSeconds")
        .executeTakeFirst();
      if (row?.intervalSeconds == null) return;
      const usual = pollDelaySeconds(row.intervalSeconds) ?? row.intervalSeconds;
      const next = "onceSeconds" in wait ? wait.onceSeconds : usual;
      await transaction
        .updateTable("requests")
        .set({ nextPollAt: sql<Date>`now() + make_interval(secs => ${next})` })
        .where("id", "=", requestId)
        .execute();
      const db = bossIn(transaction);
      await boss.fail(POLL, job.id, null, { db });
      await boss.update(POLL, undefined, { id: job.id, startAfter: next, retryDelay: usual, db });
    });
}
