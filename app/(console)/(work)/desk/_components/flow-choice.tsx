"use client";

import { ChevronRight } from "lucide-react";
import { useEffect, useRef } from "react";
import type { AnyFlow } from "#lib/core/flows/catalogue.ts";
import { useDraft } from "../../_draft/draft-context.tsx";
import { CustomerBar } from "./customer-bar.tsx";
import { TroubleNotice, useTrouble } from "./trouble-notice.tsx";
import { useFreshCustomer } from "./use-fresh-customer.ts";

/** What the operator may ask this customer, if anything. */
export function FlowChoice({ flows }: { flows: readonly AnyFlow[] }) {
  const { draft, change } = useDraft();
  const trouble = useTrouble(draft.customer);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  useFreshCustomer();
  if (!draft.customer) return null;
  return (
    <div className="max-w-2xl">
      <CustomerBar
        customer={draft.customer}
        onBack={() => change({ type: "back", flows })}
        focusBack={trouble !== undefined}
      />
      <h1 className="mb-4 text-xl font-semibold">What is it about?</h1>
      {trouble ? (
        <TroubleNotice trouble={trouble} />
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2">
          {flows.map((flow, index) => (
            <li key={flow.id}>
              <button
                ref={index === 0 ? first : undefined}
                type="button"
                onClick={() => change({ type: "chose-flow", flow })}
                className="flex h-full w-full items-center gap-3 rounded-lg border border-line-strong bg-raised p-4 text-left hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  <span className="block text-base font-semibold">{flow.title}</span>
                  <span className="block text-ink-soft">{flow.description}</span>
                </span>
                <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-soft" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
