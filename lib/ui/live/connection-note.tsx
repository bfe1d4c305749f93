"use client";

import { WifiOff } from "lucide-react";
import { useLive } from "./live-provider.tsx";

/** Visible only while the live stream is down. */
export function ConnectionNote() {
  const { stream } = useLive();
  return (
    <div role="status">
      {stream === "down" && (
        <span className="inline-flex items-center gap-2 rounded-full border border-warn/40 bg-warn-soft px-2.5 py-0.5 text-xs font-medium text-warn">
          <WifiOff aria-hidden className="size-3.5" />
          Reconnecting…
        </span>
      )}
    </div>
  );
}
