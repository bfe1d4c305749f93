import { sql } from "kysely";
import type { Job } from "pg-boss";
import type { DeliveryFailure, FollowSnapshot } from "#lib/core/contracts/follow.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { log } from "#lib/platform/log.ts";
import { unseal } from "#lib/platform/seal.ts";
import { database } from "../database.ts";
import { readDelivery } from "../device/device-api.ts";
import { revokeToken } from "../op/end-tokens.ts";
import { pollToken } from "../op/poll-token.ts";
import { applyDelivery } from "../requests/apply-delivery.ts";
import { denyRequest } from "../requests/deny-request.ts";
import { expireRequest } from "../requests/expire-request.ts";
import { failRequest } from "../requests/fail-request.ts";
import { grantRequest } from "../requests/grant-request.ts";
import { sealedIn } from "../requests/transition.ts";
import { pollDelaySeconds } from "./poll-delay.ts";
import type { RequestJob, Settled } from "./queue-loop.ts";
import { reschedulePoll } from "./reschedule-poll.ts";

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
      await denyOrFail(requestId, await deliveryNow(row.orderId));
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
      await reschedulePoll(
        job,
        row.pingedAt ? { onceSeconds: interval } : { growSeconds: SLOW_DOWN_SECONDS },
      );
      if (row.pingedAt) await forgetPing(requestId, row.pingedAt);
      return "settled";
    case "pending":
    case "unanswered":
      if (row.isOver) return expireRequest(requestId).then(() => "done");
      if (outcome.kind === "pending" && (outcome.retryAfterSeconds ?? 0) > interval) {
        await reschedulePoll(job, { onceSeconds: outcome.retryAfterSeconds ?? interval });
        return "settled";
      }
      // A ping that came while this poll was on its way, or an OP that held the poll: at once again.
      if (
        await dueAtOnce(requestId, row.pingedAt, outcome.kind, Date.now() - startedMs, interval)
      ) {
        await reschedulePoll(job, { onceSeconds: 0 });
        return "settled";
      }
      return "again";
  }
}

async function forgetPing(requestId: string, pingedAt: Date): Promise<void> {
  await database()
    .updateTable("requests")
    .set({ pingedAt: null })
    .where("id", "=", requestId)
    .where("pingedAt", "=", pingedAt)
    .execute();
}

async function dueAtOnce(
  requestId: string,
  pingedBefore: Date | null,
  kind: "pending" | "unanswered",
  tookMs: number,
  intervalSeconds: number,
): Promise<boolean> {
  if (kind !== "pending") return false;
  const config = consoleConfig();
  if (config.CONSOLE_CIBA_LONG_POLL === "on" && tookMs > intervalSeconds * 1000) return true;
  if (config.CONSOLE_CIBA_DELIVERY !== "ping") return false;
  const now = await database()
    .selectFrom("requests")
    .where("id", "=", requestId)
    .select("pingedAt")
    .executeTakeFirst();
  return now?.pingedAt != null && now.pingedAt.getTime() !== pingedBefore?.getTime();
}

/** A refusal that no customer made is no decline: the question was never on a phone. */
async function denyOrFail(requestId: string, said: FollowSnapshot | undefined): Promise<void> {
  if (said?.failure && said.failure !== "no_device")
    await failRequest(requestId, "not_shown", deliveryFailureWords[said.failure]);
  else await denyRequest(requestId, said);
}

const deliveryFailureWords: Record<Exclude<DeliveryFailure, "no_device">, string> = {
  order_unknown: "The phone service did not find this order at the bank.",
  order_mismatch: "The phone service refused: the order is not the one that the bank holds.",
  bank_unreachable: "The phone service could not read the order from the bank.",
  refused_request: "The phone service refused the request.",
};

/** What the device says now; applied to the request on the way. `undefined` when it cannot say. */
async function deliveryNow(orderId: string) {
  try {
    const said = await readDelivery(orderId);
    if (said) await applyDelivery(said);
    return said;
  } catch (error) {
    log.warn("device.not-asked", { orderId, error });
    return undefined;
  }
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
