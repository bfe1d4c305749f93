"use client";

import { ChevronRight } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { customerTrouble } from "#lib/core/requests/customer-trouble.ts";
import { cx } from "#lib/ui/base/cx.ts";
import { toneSoft } from "#lib/ui/base/tone.ts";
import { Ago } from "#lib/ui/base/when.tsx";
import { useNow } from "#lib/ui/live/clock-context.tsx";
import { accountLine, languageName, matchedByWords } from "./customer-words.ts";

/** Customers to choose from: arrows move, Enter chooses. */
export function CustomerList({
  customers,
  onChoose,
}: {
  customers: readonly CustomerCard[];
  onChoose: (customer: CustomerCard) => void;
}) {
  const now = useNow();
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised">
      {customers.map((customer) => {
        const trouble = customerTrouble(customer, now);
        return (
          <li key={customer.lookupId}>
            <button
              type="button"
              data-customer
              onClick={() => onChoose(customer)}
              onKeyDown={moveFocus}
              className="flex w-full items-center gap-4 px-4 py-3 text-left hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <span className="text-base font-semibold">{customer.customerName}</span>
                  {trouble && (
                    <span
                      className={cx(
                        "rounded-full border px-2 text-xs font-medium tabular-nums",
                        toneSoft[trouble.tone],
                      )}
                    >
                      {trouble.short}
                    </span>
                  )}
                </span>
                <span className="block text-ink-soft">
                  {customer.accounts.map(accountLine).join(" · ") || "No accounts"}
                </span>
                <span className="block text-xs text-ink-soft">
                  {matchedByWords[customer.matchedBy]} · reads {languageName(customer.language)} ·
                  looked up <Ago at={customer.lookedUpAt} />
                </span>
              </span>
              <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-soft" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0) return;
  event.preventDefault();
  const rows = [...document.querySelectorAll<HTMLElement>("[data-customer]")];
  const next = rows[rows.indexOf(event.currentTarget) + by];
  (
    next ?? (by < 0 ? document.querySelector<HTMLElement>("input[data-search]") : undefined)
  )?.focus();
}
