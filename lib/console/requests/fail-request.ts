import { sql } from "kysely";
import type { FailureReason } from "#lib/core/contracts/request.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { database } from "../database.ts";
import { jobs } from "../engine/jobs.ts";
import { WITHDRAW } from "../engine/queues.ts";
import { type RequestRow, transition } from "./transition.ts";

/**
 * requested, pending → failed, with a reason that the operator can act on. The order is voided and
 * the question withdrawn by a job in the same transaction. Answers the row as it stands.
 */
export async function failRequest(
  requestId: string,
  reason: FailureReason,
  detail?: string,
): Promise<RequestRow> {
  const boss = await jobs();
  return transact(database(), async (transaction, audit) => {
    const failed = await transition(transaction, {
      requestId,
      from: ["requested", "pending"],
      set: {
        state: "failed",
        failureReason: reason,
        failureDetail: detail ?? null,
        endedAt: sql<Date>`now()`,
        authReqIdSealed: null,
      },
      event: "failed",
    });
    if (!failed)
      return transaction
        .selectFrom("requests")
        .where("id", "=", requestId)
        .selectAll()
        .executeTakeFirstOrThrow();
    await boss.send(WITHDRAW, { requestId, reason: "failed" }, { db: bossIn(transaction) });
    audit({
      actor: "engine",
      action: "request.failed",
      subject: `request:${requestId}`,
      data: { reason },
    });
    return failed;
  });
}
