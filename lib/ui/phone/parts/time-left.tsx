"use client";

import { useEffect, useRef } from "react";
import { useAnnounce } from "../hooks/announcer.tsx";
import { useLanguage } from "../hooks/language.tsx";
import { clockText } from "../server-clock.ts";

const radius = 8;
const around = 2 * Math.PI * radius;
const announceAtSeconds = [30, 10];

/** The time left, quiet: a small ring that empties and the clock; spoken at 30 and 10 seconds. */
export function TimeLeft(props: { leftMs: number; wholeMs: number }) {
  const { strings: t, locale } = useLanguage();
  const announce = useAnnounce();
  const seconds = Math.ceil(props.leftMs / 1000);
  const before = useRef(seconds);
  useEffect(() => {
    const crossed = announceAtSeconds.find((at) => before.current > at && seconds <= at);
    before.current = seconds;
    if (crossed !== undefined && seconds > 0) announce(t.question.secondsLeft(seconds));
  }, [seconds, announce, t]);
  const share = props.wholeMs > 0 ? Math.min(1, props.leftMs / props.wholeMs) : 0;
  const tone = seconds <= 15 ? "text-warn" : "text-ink-soft";
  return (
    <span
      role="timer"
      className={`flex items-center gap-2 text-[0.9375rem] leading-5 tabular-nums ${tone}`}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" className="-rotate-90">
        <circle cx="10" cy="10" r={radius} fill="none" strokeWidth="2.5" className="stroke-line" />
        <circle
          cx="10"
          cy="10"
          r={radius}
          fill="none"
          strokeWidth="2.5"
          strokeDasharray={around.toFixed(2)}
          strokeDashoffset={(around * (1 - share)).toFixed(2)}
          className="stroke-current"
        />
      </svg>
      <bdi>{t.question.left(clockText(props.leftMs, locale))}</bdi>
    </span>
  );
}
