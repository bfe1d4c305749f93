import { type Expression, type SqlBool, sql, type UpdateObject } from "kysely";
import type { ApprovalState } from "#lib/core/contracts/follow.ts";
import type { AuditLine } from "#lib/platform/database/audit.ts";
import type { ApprovalRow, DeviceDatabase, DeviceTables } from "../database.ts";
import { toSnapshot } from "./snapshot.ts";
import { assertTransition, endStates } from "./states.ts";

type Changes = Omit<UpdateObject<DeviceTables, "approvals">, "state" | "version" | "id">;

export interface Transition {
  id: string;
  from: readonly ApprovalState[];
  /** Left out: the state stays, the version rises (a new notification). */
  to?: ApprovalState;
  set?: Changes;
  /** Further conditions of the compare-and-set; instants by the database's clock. */
  when?: Expression<SqlBool>;
  /** Who caused it, for the audit trail: "customer:<sub>", "op", "device", "client:<azp>". */
  actor: string;
  /** Defaults to "approval.<to>". */
  action?: string;
  data?: AuditLine["data"];
}

/**
 * The one setter of an approval's state: compare-and-set, a higher version, its event (which wakes
 * the streams) and its audit line in the caller's transaction. Resolves to the new row, or to
 * undefined when the approval was no longer in one of the `from` states: then nothing happened.
 */
export async function transition(
  transaction: DeviceDatabase,
  audit: (line: AuditLine) => void,
  change: Transition,
): Promise<ApprovalRow | undefined> {
  if (change.to) assertTransition(change.from, change.to);
  let update = transaction
    .updateTable("approvals")
    .set({
      ...change.set,
      version: sql`version + 1`,
      ...(change.to ? { state: change.to } : {}),
      ...(change.to && endStates.includes(change.to) ? { endedAt: sql`now()` } : {}),
    } as UpdateObject<DeviceTables, "approvals">)
    .where("id", "=", change.id)
    .where("state", "in", [...change.from]);
  if (change.when) update = update.where(change.when);
  const row = await update.returningAll().executeTakeFirst();
  if (!row) return undefined;
  await recordEvent(transaction, row);
  audit({
    actor: change.actor,
    action: change.action ?? `approval.${change.to ?? "changed"}`,
    subject: `approval:${row.id}`,
    data: { order_id: row.orderId, version: row.version, ...change.data },
  });
  return row;
}

/** The event of a row as it is now: one per version. */
export async function recordEvent(transaction: DeviceDatabase, row: ApprovalRow): Promise<void> {
  await transaction
    .insertInto("approvalEvents")
    .values({
      approvalId: row.id,
      version: row.version,
      iss: row.iss,
      azp: row.azp,
      customerSub: row.customerSub,
      snapshot: JSON.stringify(toSnapshot(row)),
    })
    .execute();
}
