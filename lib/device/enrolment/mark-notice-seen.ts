import { sql } from "kysely";
import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import { transact } from "#lib/platform/database/audit.ts";
import type { PhoneContext } from "./phone-session.ts";

/** The customer has read it on this phone: it is shown here no more. Idempotent; 404 for another's. */
export async function markNoticeSeen({
  ctx,
  input,
}: {
  ctx: PhoneContext;
  input: { noticeId: string };
}): Promise<void> {
  const id = z.uuid().safeParse(input.noticeId);
  const notice = id.success
    ? await ctx.database
        .selectFrom("notices")
        .select("id")
        .where("id", "=", id.data)
        .where("deviceId", "=", ctx.device.id)
        .executeTakeFirst()
    : undefined;
  if (!notice) throw new Refusal("not_found", "There is no such notice.", { status: 404 });
  await transact(ctx.database, async (transaction, audit) => {
    const { numUpdatedRows } = await transaction
      .updateTable("notices")
      .set({ seenAt: sql`now()` as never })
      .where("id", "=", notice.id)
      .where("seenAt", "is", null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n)
      audit({
        actor: `customer:${ctx.device.customerSub}`,
        action: "notice.seen",
        subject: `device:${ctx.device.id}`,
        data: { notice: notice.id },
      });
  });
}
