import { sql } from "kysely";
import { never } from "#lib/core/errors.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { CallFailure } from "#lib/platform/http/call.ts";
import { log } from "#lib/platform/log.ts";
import { unseal } from "#lib/platform/seal.ts";
import { type Execution, executeOrder, findExecution } from "../bank/bank-executions.ts";
import { voidOrder } from "../bank/bank-orders.ts";
import { BankRefusal } from "../bank/call-bank.ts";
import { database } from "../database.ts";
import { abandonExecution } from "../orders/abandon-execution.ts";
import { settleExecution } from "../orders/settle-execution.ts";
import { sealedIn, transition } from "../requests/transition.ts";
import type { Settled } from "./queue-loop.ts";

/**
 * Executes an approved order at the bank, once. The intent and its key are committed before the
 * first byte; a try that finds an intent asks the bank for that key first. No answer is the state
 * `outcome_unknown`, settled by asking.
 */
export async function executeRequest(requestId: string): Promise<Settled> {
  const row = await database()
    .selectFrom("requests")
    .where("id", "=", requestId)
    .selectAll()
    .select(sql<boolean>`token_expires_at <= now()`.as("isTokenOver"))
    .executeTakeFirst();
  if (row?.state !== "granted") return "done";
  switch (row.execution) {
    case "none":
    case "executed":
    case "refused":
      return "done";
    case "waiting":
    case "executing":
    case "outcome_unknown":
      break;
    default:
      return never(row.execution);
  }
  const idempotencyKey = `exec-${row.orderId}`;
  // A token that ran out cannot be sent, so whatever was done before is asked for (a restored backup).
  if (row.execution !== "waiting" || row.isTokenOver) {
    const known = await ask(idempotencyKey);
    if (known === "unknown") return "again";
    if (known) return settleExecution(requestId, known).then(() => "done");
  }
  // Not yet sent, or the bank has never seen the key: the same key cannot be done twice.
  if (row.isTokenOver || row.accessTokenSealed === null) {
    // The bank is the arbiter: voided there first, so that nothing still on its way can be done.
    if (!(await voided(row.orderId))) return "again";
    await abandonExecution(requestId, "token_expired");
    return "done";
  }
  if (row.execution === "waiting" && !(await writeIntent(requestId, row.orderId, idempotencyKey)))
    return "again";
  const customerToken = await unseal(
    consoleConfig().CONSOLE_SEALING_KEYS,
    row.accessTokenSealed,
    sealedIn("access_token", requestId),
  );
  try {
    const execution = await executeOrder({
      orderId: row.orderId,
      digest: row.orderDigest,
      customerToken,
      idempotencyKey,
      authenticatedAt: row.authenticatedAt ?? undefined,
    });
    await settleExecution(requestId, execution);
    return "done";
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    log.warn("execution.no-answer", { requestId, reason: error.kind, error });
    // Nothing was sent: the next try is still the first.
    if (error.kind !== "unreachable") await markUnknown(requestId);
    return "again";
  }
}

/** The outcome of a key; `undefined` = never seen by the bank, `unknown` = it cannot say now. */
async function ask(key: string): Promise<Execution | "unknown" | undefined> {
  try {
    return await findExecution(key);
  } catch (error) {
    log.warn("execution.not-asked", { error });
    return "unknown";
  }
}

/** True when the bank will never execute this order; false when it cannot say, or has executed it. */
async function voided(orderId: string): Promise<boolean> {
  try {
    await voidOrder(orderId, "failed");
    return true;
  } catch (error) {
    if (error instanceof BankRefusal) return error.problem.code !== "already_executed";
    log.warn("execution.not-voided", { orderId, error });
    return false;
  }
}

async function writeIntent(requestId: string, orderId: string, key: string): Promise<boolean> {
  return transact(database(), async (transaction, audit) => {
    const executing = await transition(transaction, {
      requestId,
      from: ["granted"],
      fromExecution: ["waiting"],
      set: { execution: "executing" },
      event: "executing",
    });
    if (!executing) return false;
    await transaction
      .insertInto("executions")
      .values({ orderId, requestId, idempotencyKey: key, outcome: null, settledAt: null })
      .execute();
    audit({
      actor: "engine",
      action: "order.executing",
      subject: `request:${requestId}`,
      data: { order: orderId },
    });
    return true;
  });
}

async function markUnknown(requestId: string): Promise<void> {
  await transact(database(), async (transaction, audit) => {
    const unknown = await transition(transaction, {
      requestId,
      from: ["granted"],
      fromExecution: ["executing"],
      set: { execution: "outcome_unknown" },
      event: "outcome_unknown",
    });
    if (unknown)
      audit({ actor: "engine", action: "order.outcome-unknown", subject: `request:${requestId}` });
  });
}
