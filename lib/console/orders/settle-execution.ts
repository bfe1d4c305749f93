import { sql } from "kysely";
import { z } from "zod";
import { money } from "#lib/core/banking/money.ts";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { seal } from "#lib/platform/seal.ts";
import type { Execution } from "../bank/bank-executions.ts";
import { database } from "../database.ts";
import { jobs } from "../engine/jobs.ts";
import { FINISH } from "../engine/queues.ts";
import { sealedIn, transition } from "../requests/transition.ts";

const bankResult = z.looseObject({
  reference: z.string(),
  executed_at: z.iso.datetime(),
  balance_after: money.optional(),
  released: z.record(z.string(), z.string()).optional(),
  customer_name: z.string().optional(),
});

/**
 * executing, outcome_unknown → executed | refused, with the bank's word sealed to the row; the job
 * that revokes the tokens in the same transaction. Late and doubled answers change nothing.
 */
export async function settleExecution(requestId: string, execution: Execution): Promise<void> {
  const result = await seal(
    consoleConfig().CONSOLE_SEALING_KEYS,
    JSON.stringify(resultOf(execution)),
    sealedIn("result", requestId),
  );
  const boss = await jobs();
  await transact(database(), async (transaction, audit) => {
    const settled = await transition(transaction, {
      requestId,
      from: ["granted"],
      fromExecution: ["waiting", "executing", "outcome_unknown"],
      set: {
        execution: execution.outcome,
        resultSealed: result,
        reference: execution.outcome === "executed" ? execution.reference : null,
        endedAt: sql<Date>`now()`,
      },
      event: execution.outcome,
    });
    if (!settled) return;
    await transaction
      .updateTable("executions")
      .set({ outcome: execution.outcome, settledAt: sql<Date>`now()` })
      .where("requestId", "=", requestId)
      .execute();
    await boss.send(FINISH, { requestId }, { db: bossIn(transaction) });
    audit({
      actor: "engine",
      action: `order.${execution.outcome}`,
      subject: `request:${requestId}`,
      data: {
        order: settled.orderId,
        ...(execution.outcome === "executed"
          ? { reference: execution.reference }
          : { code: execution.code }),
      },
    });
  });
}

function resultOf(execution: Execution): RequestView["result"] {
  if (execution.outcome === "refused")
    return { refusal: { code: execution.code, message: execution.message } };
  const said = bankResult.parse(execution.result);
  return {
    reference: said.reference,
    executedAt: said.executed_at,
    ...(said.balance_after ? { balanceAfter: said.balance_after } : {}),
    ...(said.released ? { released: said.released } : {}),
    ...(said.customer_name ? { customerName: said.customer_name } : {}),
  };
}
