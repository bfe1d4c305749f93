import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import type { ApprovalRow } from "../database.ts";
import type { PhoneContext } from "../enrolment/phone-session.ts";

/** An approval of this phone's customer that can be shown. Refuses 404 for any other, existing or not. */
export async function readOwn(
  ctx: PhoneContext,
  approvalId: string,
): Promise<ApprovalRow & { orderContent: NonNullable<ApprovalRow["orderContent"]> }> {
  const id = z.uuid().safeParse(approvalId);
  const row = id.success
    ? await ctx.database
        .selectFrom("approvals")
        .selectAll()
        .where("id", "=", id.data)
        .where("customerSub", "=", ctx.device.customerSub)
        .where("orderContent", "is not", null)
        .executeTakeFirst()
    : undefined;
  if (!row || row.orderContent === null)
    throw new Refusal("not_found", "There is no such question.", { status: 404 });
  return { ...row, orderContent: row.orderContent };
}
