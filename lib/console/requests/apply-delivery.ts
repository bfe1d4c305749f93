import { sql } from "kysely";
import type { ApprovalState, FollowSnapshot } from "#lib/core/contracts/follow.ts";
import type { RequestEventKind } from "#lib/core/contracts/request.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { database } from "../database.ts";

const eventOf: Partial<Record<ApprovalState, RequestEventKind>> = {
  received: "received",
  notified: "notified",
  opened: "opened",
  decided: "decided",
};

/**
 * Keeps the device's newest word on a request. A whole snapshot each time, taken only when its
 * version is higher: doubled, late and reordered frames change nothing. False when it was not newer.
 */
export async function applyDelivery(said: FollowSnapshot): Promise<boolean> {
  return transact(database(), async (transaction, audit) => {
    const before = await transaction
      .selectFrom("requests")
      .where("orderId", "=", said.order_id)
      .forUpdate()
      .select(["id", "delivery", "deliveryVersion"])
      .executeTakeFirst();
    if (!before || before.deliveryVersion >= said.version) return false;
    const kind =
      said.failure && !before.delivery.failure
        ? "delivery_failed"
        : newEvent(before.delivery, said);
    const after = await transaction
      .updateTable("requests")
      .set({
        delivery: JSON.stringify(said),
        deliveryVersion: said.version,
        ...(kind ? { version: sql<number>`version + 1` } : {}),
      })
      .where("id", "=", before.id)
      .returning("version")
      .executeTakeFirstOrThrow();
    if (!kind) return true;
    await transaction
      .insertInto("requestEvents")
      .values({ requestId: before.id, version: after.version, kind, note: said.failure ?? null })
      .execute();
    audit({
      actor: "device",
      action: `delivery.${kind}`,
      subject: `request:${before.id}`,
      data: { state: said.state, failure: said.failure ?? null },
    });
    return true;
  });
}

/** The event that this word adds, judged by what it says for the first time. */
function newEvent(
  before: Partial<FollowSnapshot>,
  said: FollowSnapshot,
): RequestEventKind | undefined {
  if (said.decided_at && !before.decided_at) return "decided";
  if (said.opened_at && !before.opened_at) return "opened";
  if (said.notified_at && !before.notified_at) return "notified";
  return before.state === said.state ? undefined : eventOf[said.state];
}
