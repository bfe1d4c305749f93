import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { transact } from "#lib/platform/database/audit.ts";
import { log } from "#lib/platform/log.ts";
import { openBearer } from "../approvals/sealed.ts";
import { settleWithdrawn } from "../approvals/settle-withdrawn.ts";
import { transition } from "../approvals/transition.ts";
import type { DeviceContext } from "../context.ts";
import type { ApprovalRow } from "../database.ts";
import { holds } from "../holds.ts";
import { type CallbackResult, sendCallback } from "../op/send-callback.ts";
import {
  CALLBACK_CONNECT_WAITS_MS,
  CALLBACK_EARLY_MS,
  CALLBACK_EARLY_WAIT_MS,
  TELLING_STALE_MS,
} from "../tunables.ts";

/**
 * Tells the OP, once and never again: a second callback destroys an approval (Keycloak deletes the
 * request). The claim is committed before the callback's first byte; whoever does not get it sends
 * nothing. For a decision the claim is `decided → telling` (only with the receipt at the bank); for
 * a withdrawal it is the `callback_started_at` of the row. Safe to call at any time, any number of
 * times, from any process.
 */
export async function tellOp({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { approvalId: string };
}): Promise<void> {
  const row = await claim(ctx, input.approvalId);
  if (!row) return;
  const result = await send(ctx, row);
  await settle(ctx, row, result);
}

async function claim(ctx: DeviceContext, id: string): Promise<ApprovalRow | undefined> {
  return transact(ctx.database, async (transaction, audit) => {
    const telling = await transition(transaction, audit, {
      id,
      from: ["decided"],
      to: "telling",
      set: { callbackStartedAt: sql`clock_timestamp()` as never },
      when: holds`lodged_at is not null and callback_status is not null and callback_started_at is null`,
      actor: "device",
    });
    if (telling) return telling;
    const withdrawn = await transaction
      .updateTable("approvals")
      .set({ callbackStartedAt: sql`clock_timestamp()` as never })
      .where("id", "=", id)
      .where("state", "=", "withdrawn")
      .where("callbackStatus", "=", "CANCELLED")
      .where("callbackStartedAt", "is", null)
      .returningAll()
      .executeTakeFirst();
    if (withdrawn)
      audit({
        actor: "device",
        action: "approval.callback",
        subject: `approval:${id}`,
        data: { status: "CANCELLED" },
      });
    return withdrawn;
  });
}

/** One callback. Repeated only where the OP provably got nothing, or was not ready for us yet. */
async function send(ctx: DeviceContext, row: ApprovalRow): Promise<CallbackResult> {
  if (row.callbackStatus === null) throw new Error("claimed without a status");
  const bearer = await openBearer(ctx, row);
  const once = () =>
    sendCallback({
      url: ctx.config.DEVICE_OP_CALLBACK_URL,
      bearer,
      status: row.callbackStatus as NonNullable<typeof row.callbackStatus>,
      deadlineMs: ctx.config.DEVICE_OP_DEADLINE_MS,
    });
  const sinceReceivedMs =
    (row.callbackStartedAt ?? row.receivedAt).getTime() - row.receivedAt.getTime();
  // The sweeper gives up after this long: no attempt may begin that could outlast it.
  const begunMs = Date.now();
  const fits = (waitMs: number) =>
    Date.now() - begunMs + waitMs + ctx.config.DEVICE_OP_DEADLINE_MS <= TELLING_STALE_MS;
  let result = await once();
  for (const waitMs of CALLBACK_CONNECT_WAITS_MS) {
    if (result.kind !== "unreachable") break;
    if (!fits(waitMs)) break;
    await wait(waitMs);
    result = await once();
  }
  const early =
    result.kind === "answered" && result.status === 403 && sinceReceivedMs < CALLBACK_EARLY_MS;
  if (early && fits(CALLBACK_EARLY_WAIT_MS)) {
    // The OP stores a request only after it has read our 201.
    await wait(CALLBACK_EARLY_WAIT_MS);
    result = await once();
  }
  return result;
}

async function settle(ctx: DeviceContext, row: ApprovalRow, result: CallbackResult): Promise<void> {
  const outcome = outcomeOf(result);
  await transact(ctx.database, async (transaction, audit) => {
    const common = {
      callbackOutcome: outcome,
      bearerSealed: null,
    };
    if (row.state === "telling")
      await transition(transaction, audit, {
        id: row.id,
        from: ["telling"],
        to: outcome === "told" ? "told" : "unknown",
        set: { ...common, ...(outcome === "told" ? { toldAt: sql`now()` as never } : {}) },
        actor: "op",
        data: { outcome },
      });
    else await settleWithdrawn(transaction, audit, { id: row.id, outcome, actor: "op" });
  });
  log[outcome === "told" ? "info" : "warn"]("device.callback", {
    approvalId: row.id,
    orderId: row.orderId,
    state: outcome,
    ...(result.kind === "answered" ? { status: result.status } : { reason: result.kind }),
  });
}

/**
 * 2xx: told. 400: the OP may have committed and failed only to ping its client, so nobody knows;
 * the same for 5xx and no answer. 401, 403, 404: the OP does not know this request (any more).
 */
function outcomeOf(result: CallbackResult): "told" | "refused" | "unreachable" | "unknown" {
  if (result.kind === "unreachable") return "unreachable";
  if (result.kind === "no_answer") return "unknown";
  if (result.status >= 200 && result.status < 300) return "told";
  return [401, 403, 404].includes(result.status) ? "refused" : "unknown";
}
