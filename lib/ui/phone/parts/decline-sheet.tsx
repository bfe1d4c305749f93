"use client";

import type { DeclineReason } from "#lib/core/contracts/follow.ts";
import { declineReasons } from "../decline-reasons.ts";
import { useStrings } from "../hooks/language.tsx";
import { Button } from "./button.tsx";
import { Sheet } from "./sheet.tsx";

/** Asks why, with a tap each; every tap declines, and so does going without a reason. */
export function DeclineSheet(props: {
  open: boolean;
  template: string;
  onDecline: (reason: DeclineReason | undefined) => void;
  onClose: () => void;
}) {
  const t = useStrings();
  return (
    <Sheet open={props.open} title={t.decline.title} onClose={props.onClose}>
      <p className="-mt-2 text-ink-soft">{t.decline.lead}</p>
      <div className="flex flex-col gap-2">
        {declineReasons(props.template).map(({ reason, word }) => (
          <Button key={reason} kind="choice" onClick={() => props.onDecline(reason)}>
            {t.decline[word]}
          </Button>
        ))}
      </div>
      <Button kind="outline" onClick={() => props.onDecline(undefined)}>
        {t.decline.skip}
      </Button>
      <Button kind="quiet" onClick={props.onClose}>
        {t.decline.cancel}
      </Button>
    </Sheet>
  );
}
