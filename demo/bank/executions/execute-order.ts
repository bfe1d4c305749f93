import { sql } from "kysely";
import { Refusal } from "#lib/core/errors.ts";
import { findFlow } from "#lib/core/flows/catalogue.ts";
import { requireScope } from "../auth/principals.ts";
import { requireCaller } from "../auth/require-caller.ts";
import type { Call } from "../call.ts";
import type { ProblemCode, Schema } from "../contract/schemas.ts";
import type { BankTransaction } from "../database/open.ts";
import { problemOf, refuse } from "../http/refuse.ts";
import { lockOrder, type OrderRow, unknownOrder } from "../orders/lock-order.ts";
import { moveOrder } from "../orders/move-order.ts";
import { newReference } from "../orders/random-ids.ts";
import { executeTransfer } from "./execute-transfer.ts";
import { once } from "./once.ts";
import { releaseProfile } from "./release-profile.ts";

/**
 * Executes an approved order once, by the customer's own token. What the token may not do is
 * refused without a trace; every other refusal is kept under the key, so that it can be asked for.
 */
export async function executeOrder(call: Call): Promise<Schema<"ExecutionResult">> {
  const input = call.body as Schema<"ExecuteRequest">;
  const orderId = call.params.order_id ?? "";
  const caller = requireCaller(call);
  await allow(call, orderId);
  const key = call.headers["idempotency-key"] ?? "";
  const request = { order_id: orderId, sub: caller.sub, ...input };
  const kept = await once(
    call.db,
    { clientId: caller.clientId, key, operation: "executeOrder", request },
    async (trx) => {
      try {
        const answer = await execute(call, trx, orderId, input.digest, key);
        return { orderId, status: 200, answer };
      } catch (error) {
        // All refusals come before the first write, so this transaction still holds nothing.
        if (!(error instanceof Refusal)) throw error;
        return { orderId, status: error.status, answer: problemOf(error) };
      }
    },
  );
  if ("outcome" in kept.answer) return kept.answer;
  throw asRefusal(kept.answer as Schema<"Problem">);
}

/** By facts of the order that never change: is this token the right customer's, client's and scope? */
async function allow(call: Call, orderId: string): Promise<void> {
  const caller = requireCaller(call);
  const order = await call.db
    .selectFrom("orders")
    .select(["clientId", "customerSub", "flow"])
    .where("id", "=", orderId)
    .executeTakeFirst();
  if (!order || order.clientId !== caller.clientId) throw unknownOrder();
  if (order.customerSub !== caller.sub)
    throw refuse("wrong_customer", "Only the customer's own approval can execute their order.");
  for (const scope of findFlow(order.flow)?.scopes ?? [])
    if (scope !== "openid") requireScope(caller, scope);
}

async function execute(
  { settings }: Call,
  trx: BankTransaction,
  orderId: string,
  digest: string,
  key: string,
): Promise<Schema<"ExecutionResult">> {
  const order = await lockOrder(trx, settings, orderId);
  requireApproved(order);
  if (order.digest !== digest)
    throw refuse("digest_mismatch", "This is not what the customer approved. Nothing was done.", {
      field: "digest",
    });
  const done =
    order.flow === "transfer"
      ? await executeTransfer(trx, settings, order)
      : await releaseProfile(trx, order);
  const moved = await moveOrder(trx, order, "executed", { endedAt: sql`clock_timestamp()` });
  const executedAt = moved.endedAt as Date;
  const result: Schema<"ExecutionResult"> = {
    outcome: "executed",
    reference: newReference(),
    executed_at: executedAt.toISOString(),
    ...done,
  };
  await trx
    .insertInto("execution")
    .values({
      orderId,
      idempotencyKey: key,
      reference: result.reference,
      customerSub: order.customerSub,
      amountMinor: order.amountMinor,
      currency: order.currency,
      result: JSON.stringify(result),
      executedAt,
    })
    .execute();
  return result;
}

function requireApproved(order: OrderRow): void {
  if (order.status === "approved") return;
  if (order.status === "executed")
    throw refuse("already_executed", "It was done before and is not done again.");
  if (order.status === "void")
    throw refuse("order_void", "The order was withdrawn. Nothing was done.");
  if (order.status === "expired")
    throw refuse(
      "order_expired",
      order.decidedAt
        ? "The approval ran out before it was used. Nothing was done."
        : "The order ran out before an approval. Nothing was done.",
    );
  throw refuse(
    "not_approved",
    order.status === "declined"
      ? "The customer declined. Nothing was done."
      : "There is no receipt of the customer's approval. Nothing was done.",
  );
}

function asRefusal(problem: Schema<"Problem">): Refusal {
  return refuse(problem.code as ProblemCode, problem.detail, {
    status: problem.status,
    ...(problem.field ? { field: problem.field } : {}),
  });
}
