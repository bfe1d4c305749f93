import { tellOp } from "../channel/tell-op.ts";
import type { DeviceContext } from "../context.ts";
import type { ApprovalRow } from "../database.ts";
import { lodge } from "../receipts/lodge.ts";

/**
 * Brings an approval that has an outcome to its end: the receipt to the bank, then one callback to
 * the OP. Goes on from wherever a dead process left it; `again` means that the bank is away.
 */
export async function tellOutcome({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { approvalId: string };
}): Promise<"done" | "again"> {
  const row = await readRow(ctx, input.approvalId);
  if (row?.state === "decided" && (await lodge({ ctx, input: { row } })) === "again")
    return "again";
  await tellOp({ ctx, input });
  return "done";
}

function readRow(ctx: DeviceContext, id: string): Promise<ApprovalRow | undefined> {
  return ctx.database.selectFrom("approvals").selectAll().where("id", "=", id).executeTakeFirst();
}
