import type { PgBoss } from "pg-boss";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import type { DeviceDatabase } from "./database.ts";
import {
  CHECK_JOB_AFTER_SECONDS,
  JOB_LONGEST_SECONDS,
  JOB_RETRIES,
  JOB_RETRY_SECONDS,
  TELL_JOB_AFTER_SECONDS,
} from "./tunables.ts";

/** pg-boss's own schema in this zone. */
export const JOB_SCHEMA = "device_jobs";

/**
 * `check`: fetch the order and ask. `tell`: lodge the receipt, tell the OP. `expire`: at the deadline.
 * `undone`: an approval was taken back; ask the bank whether that came in time.
 */
export const queues = ["device-check", "device-tell", "device-expire", "device-undone"] as const;
export type QueueName = (typeof queues)[number];

/** How every queue is made (by the owner, at start). */
export const queueOptions = {
  retryLimit: JOB_RETRIES,
  retryDelay: JOB_RETRY_SECONDS,
  expireInSeconds: JOB_LONGEST_SECONDS,
  retentionSeconds: 24 * 60 * 60,
  deleteAfterSeconds: 60 * 60,
};

export interface ApprovalJob {
  approval_id: string;
}

/** A job that says "not done yet, again in a while": no fault, just a retry. */
export class NotYet extends Error {
  constructor(what: string) {
    super(what);
    this.name = "NotYet";
  }
}

/**
 * Enqueues inside the caller's transaction. A queue has at most one job per approval, because the
 * job's id is the approval's: a second `send` of the same does nothing, and answers false.
 */
export async function enqueue(
  boss: PgBoss,
  transaction: DeviceDatabase,
  queue: QueueName,
  approvalId: string,
  startAfter: Date | number = queue === "device-tell"
    ? TELL_JOB_AFTER_SECONDS
    : CHECK_JOB_AFTER_SECONDS,
): Promise<boolean> {
  const id = await boss.send(queue, { approval_id: approvalId } satisfies ApprovalJob, {
    id: approvalId,
    startAfter,
    db: bossIn(transaction),
  });
  return id !== null;
}
