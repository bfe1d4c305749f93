"use client";

import { useState } from "react";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { Button } from "../base/button.tsx";
import { Dialog } from "../base/dialog.tsx";
import { Notice } from "../base/notice.tsx";
import { useRequestActions } from "./use-request-actions.ts";

/** Asks once before the question is taken back. */
export function CancelDialog({
  view,
  open,
  onClose,
}: {
  view: RequestView;
  open: boolean;
  onClose: () => void;
}) {
  const { cancel } = useRequestActions(view.id);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const withdraw = async () => {
    setBusy(true);
    setProblem(undefined);
    const answer = await cancel();
    setBusy(false);
    if (answer.ok) onClose();
    else setProblem(answer.message);
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      role="alertdialog"
      title={`Withdraw the question to ${view.customerName}?`}
    >
      <p className="text-sm text-ink-soft">
        {view.summary}. The message on the phone says that it no longer counts, and nothing is
        carried out.
      </p>
      {problem && <Notice live tone="bad" title={problem} className="mt-3" />}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose} data-first-focus>
          Keep waiting
        </Button>
        <Button variant="danger" busy={busy} busyLabel="Withdrawing…" onClick={withdraw}>
          Withdraw
        </Button>
      </div>
    </Dialog>
  );
}
