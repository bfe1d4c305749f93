import { sql } from "kysely";
import type { FollowSnapshot } from "#lib/core/contracts/follow.ts";
import { log } from "#lib/platform/log.ts";
import { holds } from "../holds.ts";
import { rereader } from "../notify/rereader.ts";
import { FEED_FIRST_MS, FEED_OVERLAP_MS, FEED_PAGE, FEED_REREAD_MS } from "../tunables.ts";
import type { FollowContext } from "./authorise-console.ts";

export interface ApprovalFrame {
  event: "approval";
  id: string;
  data: FollowSnapshot;
}

interface EventRow {
  seq: number;
  version: number;
  snapshot: FollowSnapshot;
  at: Date;
}

/**
 * All changes of this client's approvals, from `lastEventId` on; without one (or with one that is
 * no longer kept) first those of the last ten minutes. Events are read again for ten seconds back,
 * because transactions commit out of order; what this stream sent already it does not repeat, what
 * an earlier stream sent may come twice. Ends with the token. All that can fail at once has been
 * done when this resolves.
 */
export async function openFeed({
  ctx,
  input,
}: {
  ctx: FollowContext;
  input: { lastEventId: string | null };
}): Promise<(send: (frame: ApprovalFrame) => void, close: () => void) => () => void> {
  let position = await startOf(ctx, input.lastEventId);
  const first = await readPage(ctx, position, 0);
  return (send, close) => {
    const sent = new Map<number, number>();
    const pass = (rows: EventRow[]) => {
      for (const row of rows) {
        if (sent.has(row.seq)) continue;
        sent.set(row.seq, row.at.getTime());
        if (row.at > position) position = row.at;
        send({ event: "approval", id: String(row.seq), data: row.snapshot });
      }
      for (const [seq, atMs] of sent)
        if (atMs < position.getTime() - 2 * FEED_OVERLAP_MS) sent.delete(seq);
    };
    const reader = rereader(
      async () => {
        for (let afterSeq = 0; ; ) {
          const rows = await readPage(ctx, position, afterSeq);
          pass(rows);
          const last = rows.at(-1);
          if (!last || rows.length < FEED_PAGE) return;
          afterSeq = last.seq;
        }
      },
      FEED_REREAD_MS,
      (error) => {
        log.warn("device.feed-failed", { error });
        close();
      },
    );
    const unsubscribe = ctx.wakeups.subscribe(`azp:${ctx.client.azp}`, reader.wake);
    const end = setTimeout(close, Math.max(0, ctx.client.expiresAt.getTime() - Date.now()));
    pass(first);
    reader.wake();
    return () => {
      clearTimeout(end);
      unsubscribe();
      reader.stop();
    };
  };
}

/** The instant from which to read: that of the last event seen, else ten minutes ago. */
async function startOf(ctx: FollowContext, lastEventId: string | null): Promise<Date> {
  const seq = /^\d{1,15}$/.test(lastEventId ?? "") ? Number(lastEventId) : undefined;
  const { rows } = await sql<{ at: Date }>`
    select coalesce(
      (select at from approval_events
        where seq = ${seq ?? null} and iss = ${ctx.client.iss} and azp = ${ctx.client.azp}),
      clock_timestamp() - make_interval(secs => ${FEED_FIRST_MS / 1000})) as at`.execute(
    ctx.database,
  );
  return (rows[0] as { at: Date }).at;
}

function readPage(ctx: FollowContext, from: Date, afterSeq: number): Promise<EventRow[]> {
  const since = holds`at > ${from}::timestamptz - make_interval(secs => ${FEED_OVERLAP_MS / 1000})`;
  return ctx.database
    .selectFrom("approvalEvents")
    .select(["seq", "version", "snapshot", "at"])
    .where("iss", "=", ctx.client.iss)
    .where("azp", "=", ctx.client.azp)
    .where(since)
    .where("seq", ">", afterSeq)
    .orderBy("seq")
    .limit(FEED_PAGE)
    .execute();
}
