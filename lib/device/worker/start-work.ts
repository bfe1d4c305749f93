import { log } from "#lib/platform/log.ts";
import { checkOrder } from "../approvals/check-order.ts";
import { checkUndone } from "../approvals/check-undone.ts";
import { expire } from "../approvals/expire.ts";
import { retain, sweep } from "../approvals/sweep.ts";
import { tellOutcome } from "../approvals/tell-outcome.ts";
import type { DeviceContext } from "../context.ts";
import { type ApprovalJob, NotYet, type QueueName } from "../jobs.ts";
import {
  RETENTION_EVERY_MS,
  SWEEP_EVERY_MS,
  WORKER_CONCURRENCY,
  WORKER_POLL_SECONDS,
} from "../tunables.ts";

type Verb = (call: {
  ctx: DeviceContext;
  input: { approvalId: string };
}) => Promise<"done" | "again">;

const verbs: Record<QueueName, Verb> = {
  "device-check": checkOrder,
  "device-tell": tellOutcome,
  "device-expire": expire,
  "device-undone": checkUndone,
};

/**
 * Works the zone's queues and sweeps, until the returned function is called. The verbs do this work
 * inline as well, for speed: every step is a compare-and-set, so whoever comes first does it.
 */
export async function startWork(ctx: DeviceContext): Promise<() => Promise<void>> {
  for (const [queue, verb] of Object.entries(verbs))
    await ctx.boss.work<ApprovalJob>(
      queue,
      {
        batchSize: 1,
        pollingIntervalSeconds: WORKER_POLL_SECONDS,
        localConcurrency: WORKER_CONCURRENCY,
      },
      async (jobs) => {
        for (const job of jobs) {
          const outcome = await verb({ ctx, input: { approvalId: job.data.approval_id } });
          if (outcome === "again") throw new NotYet(queue);
        }
      },
    );
  const sweeping = every(SWEEP_EVERY_MS, "device.sweep-failed", () => sweep({ ctx }));
  const retaining = every(RETENTION_EVERY_MS, "device.retention-failed", () => retain({ ctx }));
  return async () => {
    clearInterval(sweeping);
    clearInterval(retaining);
  };
}

function every(intervalMs: number, failure: string, work: () => Promise<void>): NodeJS.Timeout {
  let running = false;
  return setInterval(async () => {
    if (running) return;
    running = true;
    try {
      await work();
    } catch (error) {
      log.error(failure, { error });
    } finally {
      running = false;
    }
  }, intervalMs);
}
