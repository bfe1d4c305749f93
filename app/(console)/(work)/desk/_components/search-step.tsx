"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useRef, useState } from "react";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import type { Contact } from "#lib/core/contracts/order.ts";
import type { FieldFault } from "#lib/core/errors.ts";
import type { AnyFlow } from "#lib/core/flows/catalogue.ts";
import { Button } from "#lib/ui/base/button.tsx";
import { described, Field, FieldError, inputClasses } from "#lib/ui/base/field.tsx";
import { Kbd } from "#lib/ui/base/kbd.tsx";
import { Segmented } from "#lib/ui/base/segmented.tsx";
import { askServer } from "#lib/ui/live/ask-server.ts";
import { useDraft } from "../../_draft/draft-context.tsx";
import { findAction, recentAction } from "../actions.ts";
import { CustomerList } from "./customer-list.tsx";
import { Results } from "./results.tsx";
import { SearchProblem } from "./search-problem.tsx";

const contacts: readonly { value: Contact; label: string }[] = [
  { value: "counter", label: "At the counter" },
  { value: "phone", label: "On the phone" },
  { value: "case", label: "Case number" },
];

interface Problem {
  code: string;
  message: string;
  retryAt?: string | undefined;
  faults: readonly FieldFault[];
}

/** The first thing of every case: one field, and why you look. */
export function SearchStep({
  recent,
  flows,
}: {
  recent: CustomerCard[];
  flows: readonly AnyFlow[];
}) {
  const { draft, change } = useDraft();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const field = useRef<HTMLInputElement>(null);
  const known = useQuery({
    queryKey: ["customers", "recent"],
    queryFn: async () => {
      const answer = await askServer(recentAction);
      if (!answer.ok) throw new Error(answer.message);
      return answer.data;
    },
    initialData: recent,
    refetchOnMount: "always",
  });
  const choose = (customer: CustomerCard) => change({ type: "chose-customer", customer, flows });

  const search = async () => {
    setProblem(undefined);
    setBusy(true);
    const query = draft.query.trim();
    const answer = await askServer(() =>
      findAction({
        query,
        reason: draft.contact,
        ...(draft.contact === "case" ? { caseNumber: draft.caseNumber.trim() } : {}),
      }),
    );
    setBusy(false);
    if (answer.ok) {
      change({ type: "found", found: { query, ...answer.data } });
      return;
    }
    setProblem({ ...answer });
    const first = answer.faults[0]?.field;
    if (first === "caseNumber") document.getElementById("case-number")?.focus();
    else field.current?.focus();
  };
  const faultOf = (name: string) => problem?.faults.find((fault) => fault.field === name)?.message;

  return (
    <div className="max-w-2xl">
      <h1 className="mb-4 text-xl font-semibold">Who are you serving?</h1>
      <form
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void search();
        }}
      >
        <Segmented
          legend="Why you look the customer up"
          hideLegend
          name="contact"
          value={draft.contact}
          choices={contacts}
          onChange={(contact) => change({ type: "contact", contact })}
        />
        {draft.contact === "case" && (
          <Field id="case-number" label="Case number" error={faultOf("caseNumber")}>
            <input
              {...described("case-number", undefined, faultOf("caseNumber"))}
              className={`${inputClasses} max-w-64`}
              maxLength={40}
              autoComplete="off"
              value={draft.caseNumber}
              onChange={(event) => change({ type: "case-number", caseNumber: event.target.value })}
            />
          </Field>
        )}
        <div>
          <label htmlFor="query" className="mb-1 block font-medium">
            Account, name, phone or e-mail
          </label>
          <div className="flex gap-2">
            <div className="relative min-w-0 flex-1">
              <Search
                aria-hidden
                className="pointer-events-none absolute top-1/2 left-3 size-5 -translate-y-1/2 text-ink-soft"
              />
              <input
                {...described("query", undefined, faultOf("query"))}
                ref={field}
                data-search
                type="search"
                // biome-ignore lint/a11y/noAutofocus: the desk is this field
                autoFocus
                autoComplete="off"
                spellCheck={false}
                maxLength={100}
                aria-keyshortcuts="/"
                className={`${inputClasses} h-11 pl-10 text-base`}
                value={draft.query}
                onChange={(event) => change({ type: "typed-query", query: event.target.value })}
                onKeyDown={(event) => {
                  if (event.key !== "ArrowDown") return;
                  event.preventDefault();
                  document.querySelector<HTMLElement>("[data-customer]")?.focus();
                }}
              />
            </div>
            <Button
              type="submit"
              variant="primary"
              size="large"
              busy={busy}
              busyLabel="Searching…"
              className="min-w-42"
            >
              Search
            </Button>
          </div>
          <FieldError id="query" error={faultOf("query")} />
        </div>
      </form>
      <div className="mt-6 space-y-6">
        {problem && problem.faults.length === 0 && (
          <SearchProblem
            message={problem.message}
            retryAt={problem.retryAt}
            onRetry={() => void search()}
          />
        )}
        {draft.found && !problem && <Results found={draft.found} onChoose={choose} />}
        {!draft.found && known.data.length > 0 && (
          <section aria-labelledby="recent">
            <h2 id="recent" className="mb-2 font-semibold">
              Looked up in the last 15 minutes
            </h2>
            <CustomerList customers={known.data} onChoose={choose} />
          </section>
        )}
        {!draft.found && <Hints />}
      </div>
    </div>
  );
}

function Hints() {
  return (
    <div className="space-y-3 text-ink-soft">
      <p>Names and account numbers stay masked until the customer approves.</p>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-xs">
        <span>
          <Kbd>Enter</Kbd> goes forward
        </span>
        <span>
          <Kbd>/</Kbd> search
        </span>
        <span>
          <Kbd>?</Kbd> all keys
        </span>
      </p>
    </div>
  );
}
