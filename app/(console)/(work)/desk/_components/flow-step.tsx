"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import type { FieldFault } from "#lib/core/errors.ts";
import { type AnyFlow, findFlow } from "#lib/core/flows/catalogue.ts";
import { Button } from "#lib/ui/base/button.tsx";
import { Notice } from "#lib/ui/base/notice.tsx";
import { askServer } from "#lib/ui/live/ask-server.ts";
import { PhonePreview } from "#lib/ui/phone/phone-preview.tsx";
import { useOperator } from "#lib/ui/shell/operator-context.tsx";
import { useDraft } from "../../_draft/draft-context.tsx";
import { quoteAction } from "../actions.ts";
import { CustomerBar } from "./customer-bar.tsx";
import { draftWords } from "./draft-words.ts";
import { FlowField } from "./flow-field.tsx";
import { TroubleNotice, useTrouble } from "./trouble-notice.tsx";
import { useFreshCustomer } from "./use-fresh-customer.ts";

/** The flow's form, made from its fields, beside the customer's phone as it will look. */
export function FlowStep({ flows }: { flows: readonly AnyFlow[] }) {
  const { draft, change } = useDraft();
  const operator = useOperator();
  const { customer, values } = draft;
  const flow = findFlow(draft.flowId ?? "");
  const trouble = useTrouble(customer);
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    const field = form.current?.querySelector<HTMLElement>("input:not([type=radio]), select");
    field?.focus();
  }, []);
  useFreshCustomer();

  if (!customer || !flow) return null;
  if (trouble && (trouble.code === "blocked" || trouble.code === "no_phone"))
    return (
      <div className="max-w-2xl">
        <CustomerBar focusBack customer={customer} onBack={() => change({ type: "back", flows })} />
        <h1 className="sr-only">{flow.title}</h1>
        <TroubleNotice trouble={trouble} />
      </div>
    );
  const context = { accounts: customer.accounts };
  const focusFault = (list: readonly FieldFault[]) =>
    setTimeout(() => {
      const name = list[0]?.field;
      if (name) form.current?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
    });
  const leave = (name: string) => {
    const parsed = flow.parse(values, context);
    const fault = parsed.ok ? undefined : parsed.faults.find((each) => each.field === name);
    // An empty field that was only passed by is not a mistake yet.
    if (!fault || fault.code === "required" || fault.code === "empty") return;
    setFaults((known) => [...known.filter((each) => each.field !== name), fault]);
  };
  const check = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setProblem(undefined);
    const parsed = flow.parse(values, context);
    setFaults(parsed.ok ? [] : parsed.faults);
    if (!parsed.ok) return void focusFault(parsed.faults);
    setBusy(true);
    const answer = await askServer(() =>
      quoteAction({ lookupId: customer.lookupId, flow: flow.id, values }),
    );
    setBusy(false);
    if (answer.ok) {
      change({ type: "quoted", quote: answer.data, requestId: crypto.randomUUID() });
      return;
    }
    const named = answer.faults.filter((fault) =>
      flow.fields.some((field) => field.name === fault.field),
    );
    setFaults(named);
    if (named.length > 0) focusFault(named);
    else setProblem(answer.message);
  };

  return (
    <div>
      <CustomerBar customer={customer} onBack={() => change({ type: "back", flows })} />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,28rem)_minmax(0,20rem)]">
        <div>
          <h1 className="mb-4 text-xl font-semibold">{flow.title}</h1>
          {trouble && (
            <div className="mb-5">
              <TroubleNotice trouble={trouble} />
            </div>
          )}
          <form ref={form} noValidate className="space-y-5" onSubmit={(event) => void check(event)}>
            {flow.fields.map((field) => (
              <FlowField
                key={field.name}
                field={field}
                value={values[field.name] ?? ""}
                values={values}
                accounts={customer.accounts}
                error={faults.find((fault) => fault.field === field.name)?.message}
                onChange={(value) => {
                  setFaults((known) => known.filter((each) => each.field !== field.name));
                  change({ type: "typed", name: field.name, value });
                }}
                onLeave={() => leave(field.name)}
              />
            ))}
            {problem && <Notice live tone="bad" title={problem} />}
            <div className="flex flex-wrap items-center gap-3 pt-1">
              <Button
                type="submit"
                variant="primary"
                size="large"
                busy={busy}
                busyLabel="Checking with the bank…"
                disabled={trouble !== undefined}
              >
                Check
              </Button>
              <p className="text-xs text-ink-soft">
                The bank checks it. Nothing is sent to the customer yet.
              </p>
            </div>
          </form>
        </div>
        <PhonePreview draft words={draftWords(flow, values, customer, operator)} />
      </div>
    </div>
  );
}
