import type { Job, PgBoss } from "pg-boss";
import { log } from "#lib/platform/log.ts";

export interface RequestJob {
  requestId: string;
  reason?: string;
}

/** How a handler leaves its job: done, once more after the queue's delay, or settled by itself. */
export type Settled = "done" | "again" | "settled";

export interface QueueLoop {
  /** Fetch at once instead of at the next tick. */
  kick(): void;
  /** Takes no more jobs, waits for those in hand, settles them. */
  stop(): Promise<void>;
}

/**
 * Fetches as many jobs as there are free slots, every `everyMs` and when kicked; each job is
 * settled as its handler answers, in micro-batches, so one slow call holds up nothing else.
 * A handler that throws leaves its job for the next try.
 */
export function queueLoop(options: {
  boss: PgBoss;
  queue: string;
  slots: number;
  everyMs: number;
  handle: (job: Job<RequestJob>) => Promise<Settled>;
  /** Runs with the ids of jobs to be tried again, before they are given back. */
  beforeAgain?: (jobs: Job<RequestJob>[]) => Promise<void>;
}): QueueLoop {
  const { boss, queue } = options;
  const inHand = new Set<Promise<void>>();
  let done: Job<RequestJob>[] = [];
  let again: Job<RequestJob>[] = [];
  let flushing: Promise<void> | undefined;
  let fetching = false;
  let kicked = false;
  let stopped = false;

  const flush = async (): Promise<void> => {
    // One turn of the event loop gathers what settles together.
    await new Promise((resolve) => setTimeout(resolve, 5));
    flushing = undefined;
    const [completed, retried] = [done, again];
    done = [];
    again = [];
    try {
      if (completed.length > 0)
        await boss.complete(
          queue,
          completed.map((job) => job.id),
        );
      if (retried.length > 0) {
        await options.beforeAgain?.(retried);
        await boss.fail(
          queue,
          retried.map((job) => job.id),
        );
      }
    } catch (error) {
      // Unsettled jobs expire and are fetched again; handlers are idempotent.
      log.warn("engine.not-settled", { queue, error });
    }
  };

  const run = async (job: Job<RequestJob>): Promise<void> => {
    let settled: Settled = "again";
    try {
      settled = await options.handle(job);
    } catch (error) {
      log.error("engine.handler-failed", { queue, requestId: job.data.requestId, error });
    }
    if (settled === "settled") return;
    (settled === "done" ? done : again).push(job);
    flushing ??= flush();
    await flushing;
  };

  const tick = async (): Promise<void> => {
    if (fetching || stopped) {
      kicked ||= fetching;
      return;
    }
    const free = options.slots - inHand.size;
    if (free <= 0) return;
    fetching = true;
    kicked = false;
    try {
      for (const job of await boss.fetch<RequestJob>(queue, { batchSize: free })) {
        const running: Promise<void> = run(job).finally(() => inHand.delete(running));
        inHand.add(running);
      }
    } catch (error) {
      log.warn("engine.not-fetched", { queue, error });
    } finally {
      fetching = false;
    }
    if (kicked) await tick();
  };

  const timer = setInterval(() => void tick(), options.everyMs);
  return {
    kick: () => void tick(),
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.allSettled(inHand);
    },
  };
}
