import type { Queue } from "pg-boss";
import { consoleConfig } from "#lib/platform/config/console.ts";

export const jobsSchema = "console_jobs";

const forever = 1_000_000;

/** Poll of one request: one job for its whole life, `fail` schedules the next (docs/states.md). */
export const POLL = "ciba-poll";
/** Execution of an approved order at the bank, and asking after an unknown outcome. */
export const EXECUTE = "execute";
/** Revoking tokens and ending the OP session after use. */
export const FINISH = "finish";
/** Voiding an order at the bank and withdrawing the question from the phone. */
export const WITHDRAW = "withdraw";

/** `expireInSeconds` is a little above the longest call of the handler: a dead engine's job is free then. */
export const queues: Record<string, Omit<Queue, "name">> = {
  [POLL]: {
    retryLimit: forever,
    retryDelay: 5,
    expireInSeconds: 15,
    deleteAfterSeconds: 600,
    retentionSeconds: 86_400,
  },
  [EXECUTE]: {
    retryLimit: forever,
    retryDelay: 2,
    expireInSeconds: 20,
    deleteAfterSeconds: 3_600,
    retentionSeconds: 1_209_600,
  },
  [FINISH]: {
    retryLimit: 20,
    retryDelay: 2,
    retryBackoff: true,
    expireInSeconds: 30,
    deleteAfterSeconds: 3_600,
    retentionSeconds: 86_400,
  },
  [WITHDRAW]: {
    retryLimit: 60,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 30,
    deleteAfterSeconds: 3_600,
    retentionSeconds: 86_400,
  },
};

/** A poll that the OP may hold (long polling, 35 s) keeps its job for longer. */
export function pollExpirySeconds(): number {
  return consoleConfig().CONSOLE_CIBA_LONG_POLL === "on" ? 45 : 15;
}
