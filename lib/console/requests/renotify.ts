import { z } from "zod";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { Refusal } from "#lib/core/errors.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { database } from "../database.ts";
import { notifyAgain } from "../device/device-api.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { requestView } from "./request-view.ts";
import { transition } from "./transition.ts";

/** Reminds the customer's phones of the same open question; the device zone limits how often. */
export async function renotify({
  ctx,
  input,
}: {
  ctx: OperatorContext;
  input: { requestId: string };
}): Promise<RequestView> {
  const { requestId } = z.object({ requestId: z.uuid() }).parse(input);
  const row = await database()
    .selectFrom("requests")
    .where("id", "=", requestId)
    .where("operatorId", "=", ctx.operator.id)
    .where("state", "=", "pending")
    .selectAll()
    .executeTakeFirst();
  if (!row) throw new Refusal("not_open", "This question is not open any more.", { status: 409 });
  const said = await notifyAgain(row.orderId).catch((error) => {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      "device_unreachable",
      "The phone service did not answer. The question is still open.",
      {
        status: 503,
        cause: error,
      },
    );
  });
  if (!said)
    throw new Refusal("not_arrived", "The question has not reached the phone service yet.", {
      status: 409,
    });
  const after = await transact(database(), async (transaction, audit) => {
    audit({
      actor: `operator:${ctx.operator.id}`,
      action: "request.renotified",
      subject: `request:${requestId}`,
    });
    return transition(transaction, { requestId, from: ["pending"], set: {}, event: "renotified" });
  });
  return requestView(after ?? row, ctx.operator);
}
