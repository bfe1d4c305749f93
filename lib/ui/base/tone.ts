import type { Tone } from "#lib/core/requests/phase.ts";

/** Text, icons and rings. */
export const toneText: Record<Tone, string> = {
  neutral: "text-neutral",
  info: "text-info",
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
};

/** A soft ground with an edge and the tone's own text. */
export const toneSoft: Record<Tone, string> = {
  neutral: "bg-neutral-soft border-line text-neutral",
  info: "bg-info-soft border-info/30 text-info",
  good: "bg-good-soft border-good/30 text-good",
  warn: "bg-warn-soft border-warn/40 text-warn",
  bad: "bg-bad-soft border-bad/35 text-bad",
};

/** A filled sign. */
export const toneSolid: Record<Tone, string> = {
  neutral: "bg-neutral border-neutral text-on-tone",
  info: "bg-info border-info text-on-tone",
  good: "bg-good border-good text-on-tone",
  warn: "bg-warn border-warn text-on-tone",
  bad: "bg-bad border-bad text-on-tone",
};

/** An outline on the page's own ground: not final yet. */
export const toneHollow: Record<Tone, string> = {
  neutral: "bg-raised border-neutral/60 text-neutral",
  info: "bg-raised border-info/70 text-info",
  good: "bg-raised border-good/70 text-good",
  warn: "bg-raised border-warn/70 text-warn",
  bad: "bg-raised border-bad/70 text-bad",
};
