import { sql } from "kysely";
import type { Job } from "pg-boss";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { database } from "../database.ts";
import { jobs } from "./jobs.ts";
import { pollDelaySeconds } from "./poll-delay.ts";
import type { RequestJob } from "./queue-loop.ts";
import { POLL } from "./queues.ts";

/** When the next poll is due. */
export type NextPoll =
  /** After the usual wait of the delivery mode, or after what the OP's `Retry-After` says. */
  | { after: "usual"; atLeastSeconds?: number | undefined }
  /** Once after the interval: a ping was known, its poll came too early or too soon. */
  | { after: "interval" }
  /** The OP said `slow_down`: the interval is longer for good. */
  | { after: "longer"; growSeconds: number }
  /** The OP held the poll for longer than the interval. */
  | { after: "nothing" };

/**
 * Gives this poll job back with a wait of its own, in one transaction with the row: a ping locks the
 * same row, so that one that comes meanwhile is either seen here or pulls the job forward after.
 * `knownPing`: the ping that this poll answered; it is used up. Never later than the deadline or
 * one interval, whichever is later: the last poll is to come before the sweeper.
 */
export async function reschedulePoll(
  job: Job<RequestJob>,
  next: NextPoll,
  knownPing: Date | null,
): Promise<void> {
  const { requestId } = job.data;
  const grow = next.after === "longer" ? next.growSeconds : 0;
  const boss = await jobs();
  await database()
    .transaction()
    .execute(async (transaction) => {
      const row = await transaction
        .updateTable("requests")
        .set({
          intervalSeconds: sql<number>`interval_seconds + ${grow}`,
          pollCount: sql<number>`poll_count + 1`,
          pingedAt: sql<Date | null>`nullif(pinged_at, ${knownPing}::timestamptz)`,
        })
        .where("id", "=", requestId)
        .where("state", "=", "pending")
        .returning([
          "intervalSeconds",
          "pingedAt",
          sql<number>`extract(epoch from deadline_at - now())::float8`.as("leftSeconds"),
        ])
        .executeTakeFirst();
      if (row?.intervalSeconds == null) return;
      const interval = row.intervalSeconds;
      const usual = pollDelaySeconds(interval) ?? interval;
      const wanted = waitSeconds(next, { interval, usual, isPinged: row.pingedAt !== null });
      const wait = Math.min(wanted, Math.max(row.leftSeconds, interval));
      await transaction
        .updateTable("requests")
        .set({ nextPollAt: sql<Date>`now() + make_interval(secs => ${wait})` })
        .where("id", "=", requestId)
        .execute();
      const db = bossIn(transaction);
      await boss.fail(POLL, job.id, null, { db });
      await boss.update(POLL, undefined, { id: job.id, startAfter: wait, retryDelay: usual, db });
    });
}

/** `isPinged`: a ping came while this poll was on its way, and has had no poll of its own. */
function waitSeconds(
  next: NextPoll,
  at: { interval: number; usual: number; isPinged: boolean },
): number {
  switch (next.after) {
    case "usual":
      return Math.max(next.atLeastSeconds ?? 0, at.isPinged ? 0 : at.usual);
    case "interval":
      return at.interval;
    case "longer":
      return at.isPinged ? at.interval : at.usual;
    case "nothing":
      return 0;
  }
}
