import { canonicalDigest } from "#lib/core/contracts/digest.ts";
import type { Schema } from "../contract/schemas.ts";
import { lockSubject } from "../database/lock.ts";
import type { BankDatabase, BankTransaction } from "../database/open.ts";
import { refuse } from "../http/refuse.ts";

export interface KeptAnswer {
  orderId: string;
  status: number;
  answer: Schema<"OpenedOrder"> | Schema<"ExecutionResult"> | Schema<"Problem">;
}

/**
 * Does `work` once per client and Idempotency-Key. The answer is kept in the transaction of the
 * effect: both are there or neither. The same key with another request is refused (422); when
 * `work` throws, nothing is kept and the key is free.
 */
export async function once(
  db: BankDatabase,
  call: { clientId: string; key: string; operation: string; request: unknown },
  work: (trx: BankTransaction) => Promise<KeptAnswer>,
): Promise<KeptAnswer> {
  const { clientId, key, operation, request } = call;
  const requestHash = await canonicalDigest({ operation, request });
  return db.transaction().execute(async (trx) => {
    await lockSubject(trx, "key", `${clientId}:${key}`);
    const kept = await trx
      .selectFrom("idempotency")
      .selectAll()
      .where("clientId", "=", clientId)
      .where("key", "=", key)
      .executeTakeFirst();
    if (kept) {
      if (kept.requestHash !== requestHash)
        throw refuse("idempotency_mismatch", "Use a new key for a new request.", {
          field: "Idempotency-Key",
        });
      return { orderId: kept.orderId, status: kept.status, answer: kept.answer };
    }
    const done = await work(trx);
    await trx
      .insertInto("idempotency")
      .values({
        clientId,
        key,
        operation,
        requestHash,
        orderId: done.orderId,
        status: done.status,
        answer: JSON.stringify(done.answer),
      })
      .execute();
    return done;
  });
}
