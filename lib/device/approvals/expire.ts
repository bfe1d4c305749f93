import { sql } from "kysely";
import { transact } from "#lib/platform/database/audit.ts";
import type { DeviceContext } from "../context.ts";
import { holds } from "../holds.ts";
import { DEADLINE_MARGIN_MS } from "../tunables.ts";
import { askingStates } from "./states.ts";
import { transition } from "./transition.ts";

/**
 * Ends an approval whose deadline has passed. No callback: the OP's own request ends by itself.
 * A decision whose receipt never reached the bank ends too, when the OP's time is over: nobody was
 * told of it, so it counts for nothing (`failure` bank_unreachable). `again`: not due yet.
 */
export async function expire({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { approvalId: string };
}): Promise<"done" | "again"> {
  return transact(ctx.database, async (transaction, audit) => {
    const common = { id: input.approvalId, to: "expired", actor: "device" } as const;
    const unanswered = await transition(transaction, audit, {
      ...common,
      from: askingStates,
      set: { bearerSealed: null },
      when: holds`deadline_at <= clock_timestamp()`,
    });
    if (unanswered) return "done";
    const untold = await transition(transaction, audit, {
      ...common,
      from: ["decided"],
      set: {
        bearerSealed: null,
        failure: sql`case when lodged_at is null then 'bank_unreachable' end` as never,
      },
      when: holds`deadline_at + make_interval(secs => ${DEADLINE_MARGIN_MS / 1000}) <= clock_timestamp()`,
    });
    if (untold) return "done";
    const open = await transaction
      .selectFrom("approvals")
      .select("id")
      .where("id", "=", input.approvalId)
      .where("state", "in", [...askingStates, "decided"])
      .executeTakeFirst();
    return open ? "again" : "done";
  });
}
