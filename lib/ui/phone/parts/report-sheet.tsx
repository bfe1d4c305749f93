"use client";

import { useStrings } from "../hooks/language.tsx";
import { Button } from "./button.tsx";
import { Sheet } from "./sheet.tsx";

/** Asks once before the bank is told that this is not the customer. */
export function ReportSheet(props: { open: boolean; onReport: () => void; onClose: () => void }) {
  const t = useStrings();
  return (
    <Sheet open={props.open} title={t.report.title} onClose={props.onClose}>
      <p className="-mt-2 text-ink-soft">{t.report.lead}</p>
      <Button kind="danger" onClick={props.onReport}>
        {t.report.confirm}
      </Button>
      <Button kind="outline" onClick={props.onClose}>
        {t.report.cancel}
      </Button>
    </Sheet>
  );
}
