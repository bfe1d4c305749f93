"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { formatMoney } from "#lib/core/banking/money.ts";
import { groupCheckCode } from "#lib/core/contracts/digest.ts";
import type { ActionResult } from "#lib/core/errors.ts";
import { type AnyFlow, findFlow } from "#lib/core/flows/catalogue.ts";
import { formatCountdown, secondsUntil } from "#lib/core/requests/time.ts";
import { Button } from "#lib/ui/base/button.tsx";
import { askServer } from "#lib/ui/live/ask-server.ts";
import { useNow } from "#lib/ui/live/clock-context.tsx";
import { putIntoCache } from "#lib/ui/live/request-cache.ts";
import { PhonePreview } from "#lib/ui/phone/phone-preview.tsx";
import { useDraft } from "../../_draft/draft-context.tsx";
import { quoteAction, sendAction } from "../actions.ts";
import { CustomerBar } from "./customer-bar.tsx";
import { PayeeCheck, payeeNeedsNod } from "./payee-check.tsx";
import { SendProblem } from "./send-problem.tsx";

type Refused = Extract<ActionResult<unknown>, { ok: false }>;

/** The last look before the customer is asked: the bank's order, word for word, and its code. */
export function ReviewStep({ flows }: { flows: readonly AnyFlow[] }) {
  const { draft, change } = useDraft();
  const client = useQueryClient();
  const now = useNow();
  const { customer, quote, requestId } = draft;
  const flow = findFlow(draft.flowId ?? "");
  const ask = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  const [nod, setNod] = useState(false);
  const [nodMissing, setNodMissing] = useState(false);
  const [refused, setRefused] = useState<Refused>();
  const needsNod = quote !== undefined && payeeNeedsNod(quote);
  useEffect(() => {
    if (needsNod) document.getElementById("payee-nod")?.focus();
    else ask.current?.focus();
  }, [needsNod]);
  if (!customer || !quote || !flow || !requestId) return null;

  const left = secondsUntil(quote.expiresAt, now) ?? 0;
  const stale = left === 0 || refused?.code === "quote_needed";
  const checkAgain = async () => {
    setBusy(true);
    setRefused(undefined);
    const answer = await askServer(() =>
      quoteAction({ lookupId: customer.lookupId, flow: flow.id, values: draft.values }),
    );
    setBusy(false);
    setNod(false);
    if (answer.ok) change({ type: "quoted", quote: answer.data, requestId: crypto.randomUUID() });
    else setRefused(answer);
  };
  const send = async () => {
    if (busy) return;
    if (needsNod && !nod) {
      setNodMissing(true);
      document.getElementById("payee-nod")?.focus();
      return;
    }
    setBusy(true);
    setRefused(undefined);
    const answer = await askServer(() =>
      sendAction({ requestId, lookupId: customer.lookupId, orderId: quote.orderId }),
    );
    setBusy(false);
    if (!answer.ok) return setRefused(answer);
    putIntoCache(client, answer.data);
    change({ type: "sent", requestId: answer.data.id });
    window.history.pushState(null, "", `/desk?request=${answer.data.id}`);
  };

  return (
    <div>
      <CustomerBar
        customer={customer}
        backLabel="Change"
        onBack={() => change({ type: "back", flows })}
      />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,28rem)_minmax(0,20rem)]">
        <form
          noValidate
          className="space-y-5"
          onSubmit={(event) => {
            event.preventDefault();
            void (stale ? checkAgain() : send());
          }}
        >
          <div>
            <h1 className="text-xl font-semibold">{quote.summary}</h1>
            <p className="text-ink-soft">
              The bank has checked it. The customer has not been asked yet.
            </p>
          </div>
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
            <dt className="text-ink-soft">Code on both screens</dt>
            <dd className="font-mono text-base font-semibold tracking-wider">
              {groupCheckCode(quote.checkCode)}
            </dd>
            <dt className="text-ink-soft">Short message</dt>
            <dd className="font-mono break-all">{quote.bindingMessage}</dd>
            {quote.fee && (
              <>
                <dt className="text-ink-soft">Fee</dt>
                <dd className="tabular-nums">
                  {quote.fee.amount_minor === 0 ? "None" : formatMoney(quote.fee, "en-GB")}
                </dd>
              </>
            )}
            <dt className="text-ink-soft">Check is good for</dt>
            <dd className="tabular-nums">{stale ? "It has run out" : formatCountdown(left)}</dd>
          </dl>
          <PayeeCheck
            quote={quote}
            nod={nod}
            missing={nodMissing && !nod}
            onNod={(checked) => {
              setNod(checked);
              setNodMissing(false);
            }}
          />
          {refused && <SendProblem refused={refused} />}
          <div className="flex flex-wrap items-center gap-3">
            <Button
              ref={ask}
              type="submit"
              variant="primary"
              size="large"
              busy={busy}
              busyLabel={stale ? "Checking with the bank…" : "Asking…"}
            >
              {stale ? "Check again" : quote.askLabel}
            </Button>
          </div>
        </form>
        <PhonePreview words={quote.words} />
      </div>
    </div>
  );
}
