"use client";

import { Smartphone } from "lucide-react";
import { useState } from "react";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { canRenotify, notificationLimit } from "#lib/core/requests/phase.ts";
import { Button } from "../base/button.tsx";
import { useRequestActions } from "./use-request-actions.ts";

/** Sends the message to the phone again, while that can help. */
export function RenotifyButton({ view }: { view: RequestView }) {
  const { renotify } = useRequestActions(view.id);
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState("");
  if (!canRenotify(view)) return null;
  const send = async () => {
    setBusy(true);
    const answer = await renotify();
    setBusy(false);
    setNote(answer.ok ? "Sent again." : answer.message);
  };
  const left = notificationLimit - Math.max(1, view.delivery.notifications);
  return (
    <>
      <Button busy={busy} busyLabel="Sending again…" onClick={send}>
        <Smartphone aria-hidden className="size-4" />
        Send the message again
      </Button>
      <span role="status" className="text-xs text-ink-soft">
        {note || (left === 1 ? "Possible once more." : "")}
      </span>
    </>
  );
}
