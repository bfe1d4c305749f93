"use client";

import { useRef } from "react";
import { isOver, type RequestView } from "#lib/core/contracts/request.ts";
import { phaseOf, phaseWords } from "#lib/core/requests/phase.ts";
import { formatCountdown, secondsUntil } from "#lib/core/requests/time.ts";
import { canCount } from "#lib/core/requests/words.ts";
import { cx } from "../base/cx.ts";
import { toneText } from "../base/tone.ts";
import { Ago } from "../base/when.tsx";
import { useNow } from "../live/clock-context.tsx";
import { useShownRequest } from "../live/shown-request.tsx";
import { useOpenRequests } from "../live/use-requests.ts";
import { useCommand } from "../shell/commands.tsx";
import { StateBadge } from "./state-badge.tsx";

/**
 * All open requests of the operator, and what came of those that ended in this tab: a column from
 * 1280 px on, a compact strip below that.
 */
export function OpenRequests({ onOpen }: { onOpen: (id: string) => void }) {
  const views = useOpenRequests();
  const list = useRef<HTMLUListElement>(null);
  const move = (by: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll("a") ?? [])];
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const first = by === 1 ? 0 : links.length - 1;
    links[at < 0 ? first : (at + by + links.length) % links.length]?.focus();
  };
  useCommand({ id: "next-request", label: "Next open request", key: "j", run: () => move(1) });
  useCommand({
    id: "previous-request",
    label: "Previous open request",
    key: "k",
    run: () => move(-1),
  });

  const running = views.filter((view) => !isOver(view)).length;
  return (
    <section
      aria-label="Your requests"
      data-empty={views.length === 0 || undefined}
      className="group"
    >
      <h2 className="mb-2 flex items-baseline gap-2 text-sm font-semibold max-xl:sr-only">
        Your requests
        <span className="font-normal text-ink-soft tabular-nums">
          {running > 0 ? `${running} open` : ""}
        </span>
      </h2>
      {views.length === 0 ? (
        <p className="hidden rounded-lg border border-dashed border-line p-4 text-sm text-ink-soft xl:block">
          Nothing is open. What you send stays here until you leave, while you go on with other
          work.
        </p>
      ) : (
        <ul
          ref={list}
          className="relative flex gap-2 max-xl:overflow-x-auto max-xl:p-1 max-xl:-m-1 xl:flex-col"
        >
          {views.map((view) => (
            <Item key={view.id} view={view} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Item({ view, onOpen }: { view: RequestView; onOpen: (id: string) => void }) {
  const now = useNow();
  const shown = useShownRequest() === view.id;
  const left = canCount(view) ? secondsUntil(view.deadlineAt, now) : undefined;
  const words = phaseWords[phaseOf(view)];
  return (
    <li className="max-xl:shrink-0">
      <a
        href={`/desk?request=${view.id}`}
        aria-current={shown || undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          onOpen(view.id);
        }}
        className={cx(
          "block rounded-lg border bg-raised p-3 text-sm hover:bg-hover max-xl:flex max-xl:items-center max-xl:gap-3 max-xl:px-3 max-xl:py-1.5",
          shown ? "border-accent ring-1 ring-accent" : "border-line",
        )}
      >
        <span className="flex items-center justify-between gap-2 max-xl:order-2">
          <StateBadge view={view} />
          {left === undefined ? (
            <Ago at={view.endedAt ?? view.createdAt} className="text-xs text-ink-soft" />
          ) : (
            <span className={cx("font-semibold tabular-nums", toneText[words.tone])}>
              {formatCountdown(left)}
            </span>
          )}
        </span>
        <span className="block truncate font-medium xl:mt-1.5">{view.customerName}</span>
        <span className="block truncate text-ink-soft max-xl:sr-only">{view.summary}</span>
      </a>
    </li>
  );
}
