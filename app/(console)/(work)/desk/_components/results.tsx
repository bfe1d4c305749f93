"use client";

import { useEffect, useRef } from "react";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { Notice } from "#lib/ui/base/notice.tsx";
import type { Found } from "../../_draft/draft.ts";
import { CustomerList } from "./customer-list.tsx";

/** Who was found: nobody, one, several that could be meant, or too many. The focus goes there. */
export function Results({
  found,
  onChoose,
}: {
  found: Found;
  onChoose: (customer: CustomerCard) => void;
}) {
  const section = useRef<HTMLElement>(null);
  const { customers, more, query } = found;
  useEffect(() => {
    if (customers.length > 0)
      section.current?.querySelector<HTMLElement>("[data-customer]")?.focus();
  }, [customers]);

  if (customers.length === 0)
    return (
      <Notice live tone="info" title={`Nobody fits “${query}”.`}>
        <p>
          Check the spelling, or ask for another detail: the account number, the phone number or the
          e-mail that the bank knows. If there is still nobody, the person is not a customer here.
        </p>
      </Notice>
    );
  return (
    <section ref={section} aria-label="Customers found" className="space-y-3">
      <p role="status" className="font-semibold">
        {customers.length === 1 ? "1 customer fits" : `${customers.length} customers fit`}
        {more ? ", and there are more" : ""}
      </p>
      {(customers.length > 1 || more) && (
        <Notice tone="info" title={more ? "Narrow it down" : "Make sure who it is"}>
          {more
            ? "Type more of it, or ask for the account number: only the first few are shown."
            : "Ask for the account number and compare its last four digits before you choose."}
        </Notice>
      )}
      <CustomerList customers={customers} onChoose={onChoose} />
    </section>
  );
}
