"use client";

import { ArrowLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { contactWords } from "#lib/core/requests/words.ts";
import { Button } from "#lib/ui/base/button.tsx";
import { languageName } from "./customer-words.ts";

/** Who it is about, above every later step, and the way back. */
export function CustomerBar({
  customer,
  onBack,
  backLabel = "Back",
  focusBack = false,
}: {
  customer: CustomerCard;
  onBack: () => void;
  backLabel?: string;
  /** Where there is nowhere else to go. */
  focusBack?: boolean;
}) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focusBack) back.current?.focus();
  }, [focusBack]);
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button ref={back} variant="quiet" onClick={onBack} className="-ml-3">
        <ArrowLeft aria-hidden className="size-4" />
        {backLabel}
      </Button>
      <p className="min-w-0 text-ink-soft">
        <span className="text-base font-semibold text-ink">{customer.customerName}</span>
        {" · "}
        {contactWords[customer.contact]}
        {customer.caseNumber ? ` ${customer.caseNumber}` : ""}
        {" · reads "}
        {languageName(customer.language)}
      </p>
    </div>
  );
}
