"use client";

import Link from "next/link";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { customerTrouble, type Trouble } from "#lib/core/requests/customer-trouble.ts";
import { buttonClasses } from "#lib/ui/base/button.tsx";
import { Notice } from "#lib/ui/base/notice.tsx";
import { useNow } from "#lib/ui/live/clock-context.tsx";

/** What stands in the way of asking this customer now, said plainly, with what to do instead. */
export function TroubleNotice({ trouble }: { trouble: Trouble }) {
  return (
    <Notice tone={trouble.tone} title={<span className="tabular-nums">{trouble.what}</span>}>
      <p>{trouble.next}</p>
      {trouble.requestId && (
        <Link
          href={`/desk?request=${trouble.requestId}`}
          className={`${buttonClasses("secondary")} mt-1`}
        >
          Look at it
        </Link>
      )}
    </Notice>
  );
}

/** Trouble of a customer, as it stands this second. */
export function useTrouble(customer: CustomerCard | undefined): Trouble | undefined {
  const now = useNow();
  return customer && customerTrouble(customer, now);
}
