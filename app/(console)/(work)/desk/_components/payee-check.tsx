"use client";

import type { Quote } from "#lib/core/contracts/quote.ts";
import { FieldError } from "#lib/ui/base/field.tsx";
import { Notice } from "#lib/ui/base/notice.tsx";

/** Whether the operator has to confirm that they told the customer about the payee's name. */
export function payeeNeedsNod(quote: Pick<Quote, "payeeCheck">): boolean {
  return quote.payeeCheck === "close" || quote.payeeCheck === "no_match";
}

/** What the bank knows about the payee's name; a doubt must be told to the customer first. */
export function PayeeCheck({
  quote,
  nod,
  missing,
  onNod,
}: {
  quote: Quote;
  nod: boolean;
  missing: boolean;
  onNod: (checked: boolean) => void;
}) {
  switch (quote.payeeCheck) {
    case undefined:
      return null;
    case "match":
      return <Notice tone="good" title="The payee's name fits the account." />;
    case "unknown":
      return (
        <Notice tone="neutral" title="The payee's bank does not check names.">
          Compare the IBAN with the payee's paper.
        </Notice>
      );
    case "close":
    case "no_match":
      return (
        <div>
          <Notice
            tone="warn"
            title={
              quote.payeeCheck === "close"
                ? "The payee's name is close, but not the same."
                : "The payee's name does not fit the account."
            }
          >
            {quote.payeeNameAtBank && (
              <p>
                The account belongs to{" "}
                <strong className="font-semibold text-ink">{quote.payeeNameAtBank}</strong>.
              </p>
            )}
            <p>
              {quote.payeeCheck === "close"
                ? "Read the name to the customer, or go back and correct it."
                : "The money may reach someone else and may not come back. Tell the customer."}
            </p>
            <label className="flex items-start gap-2 pt-1 font-medium text-ink">
              <input
                id="payee-nod"
                type="checkbox"
                checked={nod}
                aria-invalid={missing || undefined}
                aria-describedby="payee-nod-error"
                onChange={(event) => onNod(event.target.checked)}
                className="mt-0.5 size-4 accent-accent"
              />
              I told the customer, and they want to go on
            </label>
          </Notice>
          <FieldError
            id="payee-nod"
            error={
              missing ? "Tell the customer about the payee's name, then tick this." : undefined
            }
          />
        </div>
      );
  }
}
