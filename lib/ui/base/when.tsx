"use client";

import { ago, clockTime, exactTime } from "#lib/core/requests/time.ts";
import { useNow } from "../live/clock-context.tsx";
import { useHydrated } from "./use-hydrated.ts";

/** "12 s ago", with the exact time as its title. Written anew in the browser's own time zone. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  const hydrated = useHydrated();
  return (
    <time
      dateTime={at}
      title={hydrated ? exactTime(at) : undefined}
      className={className}
      suppressHydrationWarning
    >
      {ago(at, now)}
    </time>
  );
}

/** "10:42:07" or with its day; blank of the same width until the browser's time zone is known. */
export function At({ at, day = false }: { at: string; day?: boolean }) {
  const hydrated = useHydrated();
  return (
    <time dateTime={at} title={hydrated ? exactTime(at) : undefined} className="tabular-nums">
      {hydrated
        ? day
          ? exactTime(at)
          : clockTime(at)
        : day
          ? "–– ––– ––––, ––:––:––"
          : "––:––:––"}
    </time>
  );
}
