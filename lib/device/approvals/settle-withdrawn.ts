import type { AuditLine } from "#lib/platform/database/audit.ts";
import type { ApprovalRow, DeviceDatabase } from "../database.ts";

/**
 * What became of a withdrawn question's CANCELLED: the outcome, the bearer erased, an audit line.
 * Its state is its last already, so this is no transition. Does nothing the second time.
 */
export async function settleWithdrawn(
  transaction: DeviceDatabase,
  audit: (line: AuditLine) => void,
  settled: { id: string; outcome: NonNullable<ApprovalRow["callbackOutcome"]>; actor: string },
): Promise<void> {
  const { id, outcome, actor } = settled;
  const { numUpdatedRows } = await transaction
    .updateTable("approvals")
    .set({ callbackOutcome: outcome, bearerSealed: null })
    .where("id", "=", id)
    .where("state", "=", "withdrawn")
    .where("callbackOutcome", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n)
    audit({
      actor,
      action: "approval.callback-settled",
      subject: `approval:${id}`,
      data: { outcome },
    });
}
