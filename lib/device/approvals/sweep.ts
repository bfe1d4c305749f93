import { sql } from "kysely";
import { transact } from "#lib/platform/database/audit.ts";
import { log } from "#lib/platform/log.ts";
import type { DeviceContext } from "../context.ts";
import { holds } from "../holds.ts";
import {
  EVENTS_KEPT_DAYS,
  EVENTS_PURGED_AT_ONCE,
  NOTICES_KEPT_DAYS,
  TELLING_STALE_MS,
  WITHDRAWALS_KEPT_HOURS,
} from "../tunables.ts";
import { expire } from "./expire.ts";
import { settleWithdrawn } from "./settle-withdrawn.ts";
import { transition } from "./transition.ts";

const MAX_AT_ONCE = 200;

/**
 * Finds what a dead process left: callbacks that were claimed long ago and never settled (nobody
 * knows what the OP heard: `unknown`, never sent again), deadlines that no job ended, and logins and
 * enrolments whose time is over.
 */
export async function sweep({ ctx }: { ctx: DeviceContext }): Promise<void> {
  const stale = await ctx.database
    .selectFrom("approvals")
    .select(["id", "state"])
    .where("callbackStartedAt", "is not", null)
    .where("callbackOutcome", "is", null)
    .where(
      holds`callback_started_at < clock_timestamp() - make_interval(secs => ${TELLING_STALE_MS / 1000})`,
    )
    .limit(MAX_AT_ONCE)
    .execute();
  for (const { id, state } of stale) {
    log.warn("device.callback-lost", { approvalId: id, state });
    await transact(ctx.database, async (transaction, audit) => {
      const lost = { callbackOutcome: "unknown", bearerSealed: null } as const;
      const row = await transition(transaction, audit, {
        id,
        from: ["telling"],
        to: "unknown",
        set: lost,
        actor: "device",
        data: { outcome: "unknown" },
      });
      if (!row)
        await settleWithdrawn(transaction, audit, { id, outcome: "unknown", actor: "device" });
    });
  }
  const late = await ctx.database
    .selectFrom("approvals")
    .select("id")
    .where("state", "in", ["received", "notified", "opened", "decided"])
    .where(holds`deadline_at < clock_timestamp()`)
    .limit(MAX_AT_ONCE)
    .execute();
  for (const { id } of late) await expire({ ctx, input: { approvalId: id } });
  // They may hold a customer's token, which is to be here for minutes only.
  await ctx.database.deleteFrom("enrolments").where(holds`expires_at < now()`).execute();
}

/** Erases what is of no more use: old events (by the owner's function), withdrawals and notices. */
export async function retain({ ctx }: { ctx: DeviceContext }): Promise<void> {
  for (let purged = EVENTS_PURGED_AT_ONCE; purged === EVENTS_PURGED_AT_ONCE; ) {
    const { rows } = await sql<{ purged: number }>`
      select purge_approval_events(${EVENTS_KEPT_DAYS}, ${EVENTS_PURGED_AT_ONCE}) as purged`.execute(
      ctx.database,
    );
    purged = rows[0]?.purged ?? 0;
  }
  await ctx.database
    .deleteFrom("withdrawals")
    .where(holds`at < now() - make_interval(hours => ${WITHDRAWALS_KEPT_HOURS})`)
    .execute();
  await ctx.database
    .deleteFrom("notices")
    .where(holds`at < now() - make_interval(days => ${NOTICES_KEPT_DAYS})`)
    .execute();
}
