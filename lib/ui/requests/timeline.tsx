import type { RequestEvent } from "#lib/core/contracts/request.ts";
import { eventWords } from "#lib/core/requests/words.ts";
import { cx } from "../base/cx.ts";
import { Skeleton } from "../base/skeleton.tsx";
import { StateIcon } from "../base/state-icon.tsx";
import { toneSoft } from "../base/tone.ts";
import { At } from "../base/when.tsx";

/** Everything that happened to a request, oldest first. */
export function Timeline({ events }: { events: readonly RequestEvent[] }) {
  return (
    <ol aria-label="Timeline" className="relative space-y-3">
      {events.map((event) => {
        const words = eventWords[event.kind];
        return (
          <li key={`${event.version}-${event.kind}`} className="flex gap-3" data-event={event.kind}>
            <span
              className={cx(
                "inline-flex size-6 shrink-0 items-center justify-center rounded-full border",
                toneSoft[words.tone],
              )}
            >
              <StateIcon name={words.icon} className="size-3.5" />
            </span>
            <div className="min-w-0 flex-1 text-sm">
              <p className="flex flex-wrap gap-x-3">
                <span className="font-medium">{words.word}</span>
                <span className="text-ink-soft">
                  <At at={event.at} />
                </span>
              </p>
              {event.note && <p className="break-words text-ink-soft">{event.note}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** The timeline's shape while it is read. */
export function TimelineSkeleton() {
  return (
    <div role="status" aria-label="Reading the timeline" className="space-y-3">
      {["w-56", "w-44", "w-64", "w-52"].map((width) => (
        <div key={width} className="flex items-center gap-3">
          <Skeleton className="size-6 rounded-full" />
          <Skeleton className={`h-4 ${width}`} />
        </div>
      ))}
    </div>
  );
}
