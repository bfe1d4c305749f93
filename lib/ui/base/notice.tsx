import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "#lib/core/requests/phase.ts";
import { cx } from "./cx.ts";
import { toneSoft } from "./tone.ts";

const icons: Record<Tone, LucideIcon> = {
  neutral: Info,
  info: Info,
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
};

/** A message in place: what happened, and under it what to do. `live` has it read out as it appears. */
export function Notice({
  tone = "info",
  title,
  children,
  live = false,
  className,
}: {
  tone?: Tone;
  title: ReactNode;
  children?: ReactNode;
  live?: boolean;
  className?: string;
}) {
  const Icon = icons[tone];
  return (
    <div
      role={live ? "alert" : undefined}
      className={cx("flex gap-3 rounded-lg border p-3 text-sm", toneSoft[tone], className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 space-y-1">
        <p className="font-semibold text-ink">{title}</p>
        {children && <div className="space-y-1 text-ink-soft">{children}</div>}
      </div>
    </div>
  );
}
