import { requireCaller } from "../auth/require-caller.ts";
import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";
import { lockSubject } from "../database/lock.ts";
import { refuse } from "../http/refuse.ts";

/**
 * What became of a key. Waits for an execution under way with it, so 404 means: not here, and not
 * in progress here.
 */
export async function readExecution(call: Call): Promise<Schema<"ExecutionOutcome">> {
  const { clientId } = requireCaller(call);
  const key = call.params.idempotency_key ?? "";
  const kept = await call.db.transaction().execute(async (trx) => {
    await lockSubject(trx, "key", `${clientId}:${key}`);
    return trx
      .selectFrom("idempotency")
      .select(["orderId", "answer"])
      .where("clientId", "=", clientId)
      .where("key", "=", key)
      .where("operation", "=", "executeOrder")
      .executeTakeFirst();
  });
  if (!kept) throw refuse("unknown_execution", "Nothing was done under this key.");
  const answer = kept.answer as Schema<"ExecutionResult"> | Schema<"Problem">;
  return "outcome" in answer
    ? { order_id: kept.orderId, ...answer }
    : { order_id: kept.orderId, outcome: "refused", problem: answer };
}
