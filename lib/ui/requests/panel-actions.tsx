"use client";

import { Printer } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { phaseOf } from "#lib/core/requests/phase.ts";
import { formatCountdown, secondsUntil } from "#lib/core/requests/time.ts";
import { againLabel } from "#lib/core/requests/words.ts";
import { Button } from "../base/button.tsx";
import { useNow } from "../live/clock-context.tsx";
import { useCommand } from "../shell/commands.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";
import { RenotifyButton } from "./renotify-button.tsx";
import { Slip } from "./slip.tsx";

/** While it runs: send again, cancel (asks once), and the way to the next customer. */
export function RunningActions({
  view,
  cancellable,
  onNew,
}: {
  view: RequestView;
  cancellable: boolean;
  onNew?: (() => void) | undefined;
}) {
  const [asking, setAsking] = useState(false);
  const mine = cancellable && view.operatorIsMe;
  useCommand(
    mine && {
      id: "cancel",
      label: `Cancel the request to ${view.customerName}`,
      key: "c",
      first: true,
      run: () => setAsking(true),
    },
  );
  return (
    <>
      {mine && <RenotifyButton view={view} />}
      {mine && (
        <Button
          variant="quiet"
          onClick={() => setAsking(true)}
          aria-keyshortcuts="c"
          className="first:-ml-3"
        >
          Cancel request
        </Button>
      )}
      {onNew && (
        <Button variant="quiet" onClick={onNew}>
          Serve another customer
        </Button>
      )}
      <CancelDialog view={view} open={asking && mine} onClose={() => setAsking(false)} />
    </>
  );
}

/** When it is over: what comes next. The focus goes there by itself, once. */
export function OverActions({
  view,
  onAgain,
  onNew,
  headingId,
  takeFocus,
}: {
  view: RequestView;
  onAgain?: ((view: RequestView) => void) | undefined;
  onNew?: (() => void) | undefined;
  headingId: string;
  takeFocus: boolean;
}) {
  const now = useNow();
  const next = useRef<HTMLButtonElement>(null);
  const done = phaseOf(view) === "done";
  const again = onAgain && view.operatorIsMe ? againLabel(view) : undefined;
  const wait = secondsUntil(view.nextAllowedAt, now) ?? 0;

  useEffect(() => {
    if (!takeFocus) return;
    // Only where the focus would otherwise be lost or is on this panel: never out of a field.
    const at = document.activeElement;
    const panel = document.getElementById(headingId)?.closest("article");
    if (at && at !== document.body && !panel?.contains(at)) return;
    (next.current ?? document.getElementById(headingId))?.focus();
  }, [headingId, takeFocus]);

  return (
    <>
      {again && (
        <Button
          ref={next}
          variant={wait > 0 ? "secondary" : "primary"}
          aria-disabled={wait > 0 || undefined}
          onClick={() => wait === 0 && onAgain?.(view)}
        >
          <span className="tabular-nums">
            {wait > 0 ? `${again} in ${formatCountdown(wait)}` : again}
          </span>
        </Button>
      )}
      {onNew && (
        <Button
          {...(again ? {} : { ref: next })}
          variant={again ? "secondary" : "primary"}
          onClick={onNew}
          aria-keyshortcuts="n"
        >
          Next customer
        </Button>
      )}
      {done && (
        <>
          <Button onClick={() => window.print()}>
            <Printer aria-hidden className="size-4" />
            Print slip
          </Button>
          <Slip view={view} />
        </>
      )}
    </>
  );
}
