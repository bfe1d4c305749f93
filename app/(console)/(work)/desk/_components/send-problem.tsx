"use client";

import Link from "next/link";
import type { ActionResult } from "#lib/core/errors.ts";
import { formatCountdown, secondsUntil } from "#lib/core/requests/time.ts";
import { buttonClasses } from "#lib/ui/base/button.tsx";
import { Notice } from "#lib/ui/base/notice.tsx";
import { useNow } from "#lib/ui/live/clock-context.tsx";

/** Why the customer was not asked, and what to do. */
export function SendProblem({
  refused,
}: {
  refused: Extract<ActionResult<unknown>, { ok: false }>;
}) {
  const now = useNow();
  const wait = secondsUntil(refused.retryAt, now) ?? 0;
  const inTheWay = refused.facts?.requestId;
  return (
    <Notice live tone="bad" title={refused.message}>
      {refused.code === "console_unreachable" && (
        <p>
          If the question did go out, it appears under “Your requests”. Pressing the button again
          does not send it twice.
        </p>
      )}
      {refused.faults.map((fault) => (
        <p key={fault.field}>{fault.message}</p>
      ))}
      {wait > 0 && (
        <p className="tabular-nums" aria-live="off">
          Possible in {formatCountdown(wait)}.
        </p>
      )}
      {inTheWay && (
        <Link href={`/desk?request=${inTheWay}`} className={`${buttonClasses("secondary")} mt-1`}>
          Look at it
        </Link>
      )}
    </Notice>
  );
}
