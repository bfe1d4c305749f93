import { randomUUID } from "node:crypto";
import { canonicalDigest } from "#lib/core/contracts/digest.ts";
import { Refusal } from "#lib/core/errors.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { sha256 } from "#lib/platform/random.ts";
import { sealFor } from "../approvals/sealed.ts";
import { recordEvent } from "../approvals/transition.ts";
import type { DeviceContext } from "../context.ts";
import { enqueue } from "../jobs.ts";
import { APPROVAL_LONGEST_MS, DEADLINE_MARGIN_MS } from "../tunables.ts";
import { lockOrder } from "./order-lock.ts";
import { parseChannelRequest } from "./parse-request.ts";
import { verifyBearer } from "./verify-bearer.ts";

/**
 * Takes a request of the OP's authentication channel: verifies the bearer, before a byte of the body
 * is read; stores the question (`received`) and its jobs in one transaction, and returns; nothing is asked of anybody before the
 * 201. The same request again (same jti, same body) is a lost answer: `fresh` is false, the OP gets
 * its 201 and the customer no second question; the same jti with another body is refused (409).
 * An order that was withdrawn, or that another request already asks about, is refused (410, 409).
 */
export async function receiveRequest({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { authorization: string | null; readBody: () => Promise<unknown> };
}): Promise<{ approvalId: string; fresh: boolean }> {
  const bearer = await verifyBearer(ctx, input.authorization);
  const { request, orderId, orderDigest } = parseChannelRequest(await input.readBody());
  const now = Date.now();
  const deadlineMs = Math.min(
    bearer.expiresAt.getTime() - DEADLINE_MARGIN_MS,
    now + APPROVAL_LONGEST_MS,
  );
  if (deadlineMs <= now)
    throw new Refusal("too_late", "There is no time left to ask.", { status: 401 });

  const id = randomUUID();
  const jtiHash = sha256(bearer.jti);
  const requestHash = await canonicalDigest({ ...request, sub: bearer.sub });
  const [bearerSealed, jtiSealed] = await Promise.all([
    sealFor(ctx, "bearer_sealed", id, bearer.token),
    sealFor(ctx, "jti_sealed", id, bearer.jti),
  ]);

  return transact(ctx.database, async (transaction, audit) => {
    await lockOrder(transaction, bearer.azp, orderId);
    const earlier = await transaction
      .selectFrom("approvals")
      .select(["id", "requestHash", "jtiHash"])
      .where("iss", "=", bearer.iss)
      .where("azp", "=", bearer.azp)
      .where((is) => is.or([is("jtiHash", "=", jtiHash), is("orderId", "=", orderId)]))
      .execute();
    const same = earlier.find((each) => each.jtiHash === jtiHash);
    if (same?.requestHash === requestHash) return { approvalId: same.id, fresh: false };
    if (same)
      throw new Refusal("replayed", "This bearer has already asked something else.", {
        status: 409,
      });
    if (earlier.length > 0)
      throw new Refusal("order_in_use", "This order is already being asked about.", {
        status: 409,
      });
    const withdrawal = await transaction
      .selectFrom("withdrawals")
      .select("reason")
      .where("iss", "=", bearer.iss)
      .where("azp", "=", bearer.azp)
      .where("orderId", "=", orderId)
      .executeTakeFirst();
    if (withdrawal)
      throw new Refusal("withdrawn", "This question was withdrawn before it came.", {
        status: 410,
      });

    const row = await transaction
      .insertInto("approvals")
      .values({
        id,
        iss: bearer.iss,
        azp: bearer.azp,
        jtiHash,
        jtiSealed,
        requestHash,
        bearerSealed,
        customerSub: bearer.sub,
        orderId,
        orderDigest,
        bindingMessage: request.binding_message,
        deadlineAt: new Date(deadlineMs),
      })
      // The same jti on another order at the same instant holds another lock: the index decides.
      .onConflict((on) => on.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row)
      throw new Refusal("replayed", "This bearer has already asked something else.", {
        status: 409,
      });
    await recordEvent(transaction, row);
    await enqueue(ctx.boss, transaction, "device-check", id);
    await enqueue(ctx.boss, transaction, "device-expire", id, new Date(deadlineMs));
    audit({
      actor: `client:${bearer.azp}`,
      action: "approval.received",
      subject: `approval:${id}`,
      data: { order_id: orderId, customer_sub: bearer.sub, version: 1 },
    });
    return { approvalId: id, fresh: true };
  });
}
