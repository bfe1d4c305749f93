import { sql } from "kysely";
import { transact } from "#lib/platform/database/audit.ts";
import type { PhoneContext } from "../enrolment/phone-session.ts";
import { holds } from "../holds.ts";
import { readOwn } from "./read-own.ts";
import { transition } from "./transition.ts";

/** The question is on a screen of the customer. Does nothing when it was before, or is over. */
export async function markOpened({
  ctx,
  input,
}: {
  ctx: PhoneContext;
  input: { approvalId: string };
}): Promise<void> {
  const row = await readOwn(ctx, input.approvalId);
  await transact(ctx.database, (transaction, audit) =>
    transition(transaction, audit, {
      id: row.id,
      from: ["received", "notified"],
      to: "opened",
      set: {
        openedAt: sql`now()` as never,
        notifiedAt: sql`coalesce(notified_at, now())` as never,
      },
      when: holds`deadline_at > now()`,
      actor: `customer:${ctx.device.customerSub}`,
      data: { device: ctx.device.id },
    }),
  );
}
