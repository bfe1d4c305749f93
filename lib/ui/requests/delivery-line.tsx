"use client";

import { Check } from "lucide-react";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { deliverySteps, pollLine } from "#lib/core/requests/words.ts";
import { cx } from "../base/cx.ts";
import { At } from "../base/when.tsx";
import { useNow } from "../live/clock-context.tsx";

/** "Sent ✓ · On the phone ✓ · Opened ✓ · Deciding…", each with its time, and how often we asked. */
export function DeliveryLine({ view }: { view: RequestView }) {
  const now = useNow();
  const line = pollLine(view, now);
  return (
    <div>
      <ol aria-label="Delivery" className="grid grid-cols-2 gap-y-3 sm:grid-cols-4">
        {deliverySteps(view).map((step) => (
          <li key={step.key} className="pr-3" data-step={step.key} data-state={step.state}>
            <div
              className={cx(
                "mb-2 h-1 rounded-full",
                step.state === "done" ? "bg-good" : step.state === "now" ? "bg-info" : "bg-line",
              )}
            />
            <div
              className={cx(
                "flex items-center gap-1 text-sm",
                step.state === "done" && "font-medium text-ink",
                step.state === "now" && "font-medium text-info",
                step.state === "waiting" && "text-ink-soft",
              )}
            >
              {step.label}
              {step.state === "done" && (
                <Check role="img" aria-label="done" className="size-4 text-good" />
              )}
            </div>
            <div className="text-xs leading-4 text-ink-soft">
              {step.at ? <At at={step.at} /> : <span aria-hidden>&nbsp;</span>}
            </div>
          </li>
        ))}
      </ol>
      <p className="mt-2 min-h-4 text-xs text-ink-soft tabular-nums">
        {line && `Checking for the answer: ${line}`}
      </p>
    </div>
  );
}
