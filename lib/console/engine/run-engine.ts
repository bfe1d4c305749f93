import { consoleConfig } from "#lib/platform/config/console.ts";
import { listen } from "#lib/platform/database/listen.ts";
import { openBoss } from "#lib/platform/jobs/boss.ts";
import { log } from "#lib/platform/log.ts";
import { executeRequest } from "./execute-request.ts";
import { finishRequest } from "./finish-request.ts";
import { followDevice } from "./follow-device.ts";
import { countPolls, pollRequest } from "./poll-request.ts";
import { queueLoop } from "./queue-loop.ts";
import { EXECUTE, FINISH, jobsSchema, POLL, WITHDRAW } from "./queues.ts";
import { sweep } from "./sweep.ts";
import { withdrawRequest } from "./withdraw-request.ts";

const POLL_FETCH_MS = 100;
const OTHER_FETCH_MS = 250;
const SWEEP_MS = 1_000;

/**
 * The engine: follows every pending request, executes what was approved, takes back what must not
 * stay out. All its state is in the database; any number may run, any may die at any instruction.
 */
export async function runEngine(): Promise<{ stop(): Promise<void> }> {
  const boss = openBoss({
    url: consoleConfig().CONSOLE_DATABASE_URL,
    schema: jobsSchema,
    migrate: false,
    supervise: true,
    maxConnections: 6,
  });
  await boss.start();
  const execute = queueLoop({
    boss,
    queue: EXECUTE,
    slots: 20,
    everyMs: OTHER_FETCH_MS,
    handle: (job) =>
      executeRequest(job.data.requestId).then((settled) => {
        if (settled === "done") finish.kick();
        return settled;
      }),
  });
  const poll = queueLoop({
    boss,
    queue: POLL,
    slots: 100,
    everyMs: POLL_FETCH_MS,
    handle: (job) => pollRequest(job, execute.kick),
    beforeAgain: countPolls,
  });
  const finish = queueLoop({
    boss,
    queue: FINISH,
    slots: 10,
    everyMs: OTHER_FETCH_MS,
    handle: (job) => finishRequest(job.data.requestId),
  });
  const withdraw = queueLoop({
    boss,
    queue: WITHDRAW,
    slots: 10,
    everyMs: OTHER_FETCH_MS,
    handle: (job) => withdrawRequest(job.data.requestId, job.data.reason ?? "failed"),
  });
  const pings = listen({
    url: consoleConfig().CONSOLE_DATABASE_URL,
    channel: "console_polls",
    onNotice: poll.kick,
  });
  const following = followDevice();
  let sweeping = false;
  const sweeper = setInterval(() => {
    if (sweeping) return;
    sweeping = true;
    sweep()
      .catch((error) => log.warn("engine.not-swept", { error }))
      .finally(() => {
        sweeping = false;
      });
  }, SWEEP_MS);
  log.info("engine.started");
  return {
    async stop() {
      clearInterval(sweeper);
      following.stop();
      await pings.close();
      await Promise.all([poll, execute, finish, withdraw].map((loop) => loop.stop()));
      await boss.stop({ graceful: false });
      log.info("engine.stopped");
    },
  };
}
