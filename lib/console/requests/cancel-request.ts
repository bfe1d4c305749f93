import { sql } from "kysely";
import { z } from "zod";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { Refusal } from "#lib/core/errors.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { database } from "../database.ts";
import { jobs } from "../engine/jobs.ts";
import { WITHDRAW } from "../engine/queues.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { requestView } from "./request-view.ts";
import { transition } from "./transition.ts";

/**
 * requested, pending → cancelled, by the operator who asked. The phone is told and the order voided
 * by a job in the same transaction; tokens that come later are revoked, never used. A request that
 * is over already is answered as it is: a second click changes nothing.
 */
export async function cancelRequest({
  ctx,
  input,
}: {
  ctx: OperatorContext;
  input: { requestId: string };
}): Promise<RequestView> {
  const { requestId } = z.object({ requestId: z.uuid() }).parse(input);
  const boss = await jobs();
  const row = await transact(database(), async (transaction, audit) => {
    const before = await transaction
      .selectFrom("requests")
      .where("id", "=", requestId)
      .where("operatorId", "=", ctx.operator.id)
      .selectAll()
      .executeTakeFirst();
    if (!before)
      throw new Refusal("not_found", "There is no such request of yours.", { status: 404 });
    const cancelled = await transition(transaction, {
      requestId,
      from: ["requested", "pending"],
      set: { state: "cancelled", endedAt: sql<Date>`now()`, authReqIdSealed: null },
      event: "cancelled",
    });
    if (!cancelled) return before;
    await boss.send(WITHDRAW, { requestId, reason: "operator" }, { db: bossIn(transaction) });
    audit({
      actor: `operator:${ctx.operator.id}`,
      action: "request.cancelled",
      subject: `request:${requestId}`,
    });
    return cancelled;
  });
  return requestView(row, ctx.operator);
}
