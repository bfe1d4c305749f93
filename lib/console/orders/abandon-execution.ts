import { sql } from "kysely";
import { transact } from "#lib/platform/database/audit.ts";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { database } from "../database.ts";
import { jobs } from "../engine/jobs.ts";
import { FINISH, WITHDRAW } from "../engine/queues.ts";
import { transition } from "../requests/transition.ts";

/**
 * granted → refused without a word of the bank: the customer's token ran out before the order could
 * be sent. The order is voided, so that it can never be executed later.
 */
export async function abandonExecution(requestId: string, reason: "token_expired"): Promise<void> {
  const boss = await jobs();
  await transact(database(), async (transaction, audit) => {
    const abandoned = await transition(transaction, {
      requestId,
      from: ["granted"],
      fromExecution: ["waiting", "executing", "outcome_unknown"],
      set: { execution: "refused", failureReason: reason, endedAt: sql<Date>`now()` },
      event: "refused",
      note: "The approval ran out before the bank could be reached. Nothing was executed.",
    });
    if (!abandoned) return;
    await boss.send(WITHDRAW, { requestId, reason: "failed" }, { db: bossIn(transaction) });
    await boss.send(FINISH, { requestId }, { db: bossIn(transaction) });
    audit({
      actor: "engine",
      action: "order.abandoned",
      subject: `request:${requestId}`,
      data: { reason },
    });
  });
}
