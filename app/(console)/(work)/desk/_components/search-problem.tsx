"use client";

import { formatCountdown, secondsUntil } from "#lib/core/requests/time.ts";
import { Button } from "#lib/ui/base/button.tsx";
import { Notice } from "#lib/ui/base/notice.tsx";
import { useNow } from "#lib/ui/live/clock-context.tsx";

/** Why there is no answer, and when to try again. */
export function SearchProblem({
  message,
  retryAt,
  onRetry,
}: {
  message: string;
  retryAt: string | undefined;
  onRetry: () => void;
}) {
  const now = useNow();
  const wait = secondsUntil(retryAt, now) ?? 0;
  return (
    <Notice live tone="warn" title={message}>
      {retryAt && wait > 0 && (
        <p className="tabular-nums" aria-live="off">
          The next search is possible in {formatCountdown(wait)}.
        </p>
      )}
      <div className="pt-1">
        <Button onClick={onRetry} disabled={wait > 0}>
          Search again
        </Button>
      </div>
    </Notice>
  );
}
