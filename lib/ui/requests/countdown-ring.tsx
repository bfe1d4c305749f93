"use client";

import type { RequestView } from "#lib/core/contracts/request.ts";
import { phaseOf, phaseWords } from "#lib/core/requests/phase.ts";
import { formatCountdown, secondsUntil, shareLeft } from "#lib/core/requests/time.ts";
import { canCount } from "#lib/core/requests/words.ts";
import { cx } from "../base/cx.ts";
import { StateIcon } from "../base/state-icon.tsx";
import { toneHollow, toneSolid, toneText } from "../base/tone.ts";
import { useNow } from "../live/clock-context.tsx";

const radius = 64;
const around = 2 * Math.PI * radius;

/** The time left as a ring that empties; the outcome's sign takes its place, in the same square. */
export function CountdownRing({ view }: { view: RequestView }) {
  const now = useNow();
  const words = phaseWords[phaseOf(view)];
  if (!canCount(view))
    return (
      <div className="flex size-36 shrink-0 items-center justify-center">
        <span
          className={cx(
            "flex size-32 items-center justify-center rounded-full border-[6px]",
            words.hollow ? toneHollow[words.tone] : toneSolid[words.tone],
          )}
        >
          <StateIcon name={words.icon} className="size-14" />
        </span>
      </div>
    );
  const left = secondsUntil(view.deadlineAt, now);
  const share = view.deadlineAt
    ? shareLeft(view.sentAt ?? view.createdAt, view.deadlineAt, now)
    : 1;
  return (
    <div className="relative size-36 shrink-0" role="timer" aria-label="Time left">
      <svg viewBox="0 0 144 144" aria-hidden className="size-36 -rotate-90">
        <circle cx="72" cy="72" r={radius} fill="none" strokeWidth="8" className="stroke-sunken" />
        <circle
          cx="72"
          cy="72"
          r={radius}
          fill="none"
          strokeWidth="8"
          strokeLinecap="round"
          stroke="currentColor"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - share)}
          className={cx(
            "transition-[stroke-dashoffset] duration-1000 ease-linear motion-reduce:transition-none",
            left !== undefined && left <= 15 ? "text-warn" : toneText[words.tone],
          )}
        />
      </svg>
      <div className="absolute inset-0 flex flex-col items-center justify-center">
        <span className="text-3xl font-semibold tabular-nums">
          {left === undefined ? "–:––" : formatCountdown(left)}
        </span>
        <span className="text-xs text-ink-soft">left</span>
      </div>
    </div>
  );
}
