import { sql } from "kysely";
import { transact } from "#lib/platform/database/audit.ts";
import type { DeviceContext } from "../context.ts";
import { holds } from "../holds.ts";
import { transition } from "./transition.ts";

/**
 * A phone of the customer has the question: it was in the list that it fetched, or its open stream
 * was told. Not that a person saw it: that is `opened`. Does nothing the second time.
 */
export async function markNotified({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { approvalId: string; deviceId: string };
}): Promise<void> {
  await transact(ctx.database, (transaction, audit) =>
    transition(transaction, audit, {
      id: input.approvalId,
      from: ["received"],
      to: "notified",
      set: { notifiedAt: sql`now()` as never },
      when: holds`order_content is not null and deadline_at > now()`,
      actor: `device:${input.deviceId}`,
    }),
  );
}
