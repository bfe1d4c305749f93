import { type FollowSnapshot, followSnapshot } from "#lib/core/contracts/follow.ts";
import type { ApprovalRow } from "../database.ts";

/** States in which a decision stands. A decision that came to nothing is not told. */
const decidedStates = ["decided", "telling", "told", "unknown"];

/**
 * An approval as the console may know it. A report ("this is not me") is a plain decline here, alike
 * in every value: only the receipt at the bank says more.
 */
export function toSnapshot(row: ApprovalRow): FollowSnapshot {
  const stands = decidedStates.includes(row.state) && row.decision !== null;
  const approved = row.decision === "approved";
  return followSnapshot.parse({
    order_id: row.orderId,
    version: row.version,
    state: row.state,
    ...(stands ? { decision: approved ? "approved" : "declined" } : {}),
    ...(stands && !approved ? { reason: row.declineReason ?? "declined" } : {}),
    ...(row.failure ? { failure: row.failure } : {}),
    notifications: row.notifications,
    received_at: row.receivedAt.toISOString(),
    ...at("notified_at", row.notifiedAt),
    ...at("opened_at", row.openedAt),
    ...at("decided_at", stands ? row.decidedAt : null),
    ...at("told_at", row.toldAt),
    ...at("ended_at", row.endedAt),
  });
}

function at(name: string, instant: Date | null): Record<string, string> {
  return instant ? { [name]: instant.toISOString() } : {};
}
