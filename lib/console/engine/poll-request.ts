import { sql } from "kysely";
import type { Job } from "pg-boss";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { log } from "#lib/platform/log.ts";
import { unseal } from "#lib/platform/seal.ts";
import { database } from "../database.ts";
import { revokeToken } from "../op/end-tokens.ts";
import { pollToken } from "../op/poll-token.ts";
import { expireRequest } from "../requests/expire-request.ts";
import { failRequest } from "../requests/fail-request.ts";
import { grantRequest } from "../requests/grant-request.ts";
import { sealedIn } from "../requests/transition.ts";
import { pollDelaySeconds } from "./poll-delay.ts";
import type { RequestJob, Settled } from "./queue-loop.ts";
import { type NextPoll, reschedulePoll } from "./reschedule-poll.ts";
import { deliveryNow, settleDenial } from "./settle-denial.ts";

const SLOW_DOWN_SECONDS = 5;

/**
 * One token request for one pending request, and the transition that its answer means. A job whose
 * request is no longer pending does nothing. After the deadline one last poll is made: the customer
 * may have approved in the last interval.
 */
export async function pollRequest(job: Job<RequestJob>, onGranted: () => void): Promise<Settled> {
  const { requestId } = job.data;
  const row = await database()
    .selectFrom("requests")
    .where("id", "=", requestId)
    .select([
      "state",
      "authReqIdSealed",
      "customerSub",
      "intervalSeconds",
      "orderId",
      "pingedAt",
      sql<boolean>`deadline_at <= now()`.as("isOver"),
    ])
    .executeTakeFirst();
  if (row?.state !== "pending" || row.authReqIdSealed === null) return "done";
  const authReqId = await unseal(
    consoleConfig().CONSOLE_SEALING_KEYS,
    row.authReqIdSealed,
    sealedIn("auth_req_id", requestId),
  );
  const interval = row.intervalSeconds ?? 5;
  const startedMs = Date.now();
  const outcome = await pollToken(authReqId, row.customerSub);
  switch (outcome.kind) {
    case "tokens":
      if (await grantRequest(requestId, outcome.tokens)) onGranted();
      // Cancelled or expired meanwhile: the tokens are of no use to anybody.
      else
        await revokeToken(outcome.tokens.accessToken).catch((error) =>
          log.warn("tokens.late-not-revoked", { requestId, error }),
        );
      return "done";
    case "refused":
      if (outcome.accessToken)
        await revokeToken(outcome.accessToken).catch((error) =>
          log.warn("tokens.refused-not-revoked", { requestId, error }),
        );
      await failRequest(requestId, "token_invalid");
      return "done";
    case "denied":
      await settleDenial(requestId, row.orderId);
      return "done";
    case "expired":
      await expireRequest(requestId);
      return "done";
    case "lost": {
      // The OP does not know the request any more: redeemed with a lost answer, or forgotten.
      const said = await deliveryNow(row.orderId);
      await failRequest(
        requestId,
        said?.decision === "approved" ? "token_lost" : "op_lost_request",
      );
      return "done";
    }
    case "client_refused":
      await failRequest(requestId, "op_client_refused");
      return "done";
    case "slow_down":
      if (row.isOver) return expireRequest(requestId).then(() => "done");
      // Right after a ping it only means that the interval since the last poll was not over.
      return reschedulePoll(
        job,
        row.pingedAt ? { after: "interval" } : { after: "longer", growSeconds: SLOW_DOWN_SECONDS },
        row.pingedAt,
      ).then(() => "settled");
    case "pending":
    case "unanswered": {
      if (row.isOver) return expireRequest(requestId).then(() => "done");
      const next = nextPoll(outcome, {
        interval,
        tookMs: Date.now() - startedMs,
        isPinged: row.pingedAt !== null,
      });
      if (!next) return "again";
      // Without an answer the ping still waits for its poll.
      const usedUp = outcome.kind === "pending" ? row.pingedAt : null;
      return reschedulePoll(job, next, usedUp).then(() => "settled");
    }
  }
}

/** When to ask again; `undefined`: by the job's own delay, the cheap way of most polls. */
function nextPoll(
  outcome: { kind: "pending" | "unanswered"; retryAfterSeconds?: number },
  poll: { interval: number; tookMs: number; isPinged: boolean },
): NextPoll | undefined {
  const config = consoleConfig();
  const retryAfter = outcome.retryAfterSeconds ?? 0;
  if (retryAfter > poll.interval) return { after: "usual", atLeastSeconds: retryAfter };
  const isHeld = config.CONSOLE_CIBA_LONG_POLL === "on" && poll.tookMs > poll.interval * 1000;
  if (isHeld && outcome.kind === "pending") return { after: "nothing" };
  if (config.CONSOLE_CIBA_DELIVERY !== "ping") return undefined;
  return poll.isPinged ? { after: "interval" } : { after: "usual" };
}

/** Counts polls and says when the next is due: columns for the screen, no events. */
export async function countPolls(polled: Job<RequestJob>[]): Promise<void> {
  await database()
    .updateTable("requests")
    .set({
      pollCount: sql<number>`poll_count + 1`,
      nextPollAt: sql<Date>`now() + make_interval(secs => greatest(interval_seconds, ${pollDelaySeconds(0) ?? 0}))`,
    })
    .where(
      "id",
      "in",
      polled.map((job) => job.data.requestId),
    )
    .where("state", "=", "pending")
    .execute();
}
