import type { ApprovalState } from "#lib/core/contracts/follow.ts";
import { log } from "#lib/platform/log.ts";
import { readNotices } from "../enrolment/notices.ts";
import { isStillEnrolled, type PhoneContext } from "../enrolment/phone-session.ts";
import { holds } from "../holds.ts";
import { rereader } from "../notify/rereader.ts";
import { LIST_MAX, STREAM_RECHECK_MS } from "../tunables.ts";
import { markNotified } from "./mark-notified.ts";

export interface ChangedFrame {
  event: "changed";
  data: { id: string; state: ApprovalState; undone?: true } | { notice: string };
}

const RECENT_SECONDS = 300;

/**
 * The phone's stream: `changed` for each of the customer's questions that is new or changed, and for
 * each new notice, so that the app fetches them. Telling a stream of a question is what makes it `notified`. The stream ends
 * with the phone's session. All that can fail at once has been done when this resolves.
 */
export async function openPhoneStream({
  ctx,
}: {
  ctx: PhoneContext;
}): Promise<(send: (frame: ChangedFrame) => void, close: () => void) => () => void> {
  // The app fetches its list when the stream opens: what is over by then is no news.
  const seen = new Map<string, number>();
  for (const row of await readRecent(ctx)) if (row.endedAt) seen.set(row.id, row.version);
  const noticed = new Set((await readNotices(ctx)).map(({ id }) => id));
  return (send, close) => {
    const reader = rereader(
      async () => {
        if (!(await isStillEnrolled(ctx))) return close();
        for (const row of await readRecent(ctx)) {
          if ((seen.get(row.id) ?? 0) >= row.version) continue;
          seen.set(row.id, row.version);
          const undone = row.withdrawnAfterApprovalAt ? { undone: true as const } : {};
          send({ event: "changed", data: { id: row.id, state: row.state, ...undone } });
          if (row.state === "received")
            await markNotified({ ctx, input: { approvalId: row.id, deviceId: ctx.device.id } });
        }
        for (const { id } of await readNotices(ctx)) {
          if (noticed.has(id)) continue;
          noticed.add(id);
          send({ event: "changed", data: { notice: id } });
        }
      },
      STREAM_RECHECK_MS,
      (error) => {
        log.warn("device.stream-failed", { error });
        close();
      },
    );
    const unsubscribe = ctx.wakeups.subscribe(`sub:${ctx.device.customerSub}`, reader.wake);
    reader.wake();
    return () => {
      unsubscribe();
      reader.stop();
    };
  };
}

function readRecent(ctx: PhoneContext) {
  return ctx.database
    .selectFrom("approvals")
    .select(["id", "state", "version", "endedAt", "withdrawnAfterApprovalAt"])
    .where("customerSub", "=", ctx.device.customerSub)
    .where("orderContent", "is not", null)
    .where(
      holds`ended_at is null or greatest(ended_at, withdrawn_after_approval_at)
        > now() - make_interval(secs => ${RECENT_SECONDS})`,
    )
    .orderBy("receivedAt", "desc")
    .limit(LIST_MAX)
    .execute();
}
