"use client";

import Link from "next/link";
import { useEffect, useId, useRef, useState } from "react";
import { isOver, type RequestView } from "#lib/core/contracts/request.ts";
import { findFlow } from "#lib/core/flows/catalogue.ts";
import { canCancel, phaseOf, phaseWords } from "#lib/core/requests/phase.ts";
import { canCount, contactWords, sayNow } from "#lib/core/requests/words.ts";
import { cx } from "../base/cx.ts";
import { StateIcon } from "../base/state-icon.tsx";
import { toneHollow, toneSoft, toneSolid, toneText } from "../base/tone.ts";
import { Ago } from "../base/when.tsx";
import { useNow } from "../live/clock-context.tsx";
import { useShowing } from "../live/shown-request.tsx";
import { CheckCode } from "./check-code.tsx";
import { CountdownRing } from "./countdown-ring.tsx";
import { DeliveryLine } from "./delivery-line.tsx";
import { Outcome } from "./outcome.tsx";
import { OverActions, RunningActions } from "./panel-actions.tsx";

/**
 * The screen an operator stares at: one request, live. The outcome takes the ring's place.
 * `onAgain` and `onNew` are what can come next; without them the request is only looked at.
 */
export function RequestPanel({
  view,
  onAgain,
  onNew,
  fullLink = false,
  focusOnOpen = false,
}: {
  view: RequestView;
  onAgain?: ((view: RequestView) => void) | undefined;
  onNew?: (() => void) | undefined;
  fullLink?: boolean;
  /** Takes the focus as it opens: where the operator has just asked for it. */
  focusOnOpen?: boolean;
}) {
  useShowing(view.id);
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focusOnOpen) heading.current?.focus();
  }, [focusOnOpen]);
  const over = isOver(view);
  // Whether the operator saw it run here: only then the outcome may take the focus.
  const [ranHere] = useState(!over);
  const words = phaseWords[phaseOf(view)];
  return (
    <article
      aria-labelledby={headingId}
      data-request={view.id}
      data-phase={phaseOf(view)}
      className="overflow-hidden rounded-xl border border-line bg-raised"
    >
      <header
        className={cx(
          "flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-5 py-3",
          toneSoft[words.tone],
        )}
      >
        <h2
          id={headingId}
          ref={heading}
          tabIndex={-1}
          className="flex items-center gap-3 rounded text-xl font-semibold"
        >
          <span
            className={cx(
              "inline-flex size-8 items-center justify-center rounded-full border-2",
              words.hollow ? toneHollow[words.tone] : toneSolid[words.tone],
            )}
          >
            <StateIcon name={words.icon} className="size-4.5" />
          </span>
          <span data-testid="state" className={toneText[words.tone]}>
            {words.word}
          </span>
        </h2>
        <p className="ml-auto text-sm text-ink-soft">
          <Ago at={view.createdAt} />
        </p>
      </header>

      <div className="space-y-5 p-5">
        <Subject view={view} />
        <div className="flex flex-wrap items-center gap-x-8 gap-y-5">
          <CountdownRing view={view} />
          <div className="min-w-0 flex-1 basis-64">
            {over || phaseOf(view) === "checking" ? (
              <Outcome view={view} />
            ) : (
              <>
                <p className="mb-2 text-sm text-ink-soft">Code on both screens</p>
                <CheckCode code={view.checkCode} />
                {phaseOf(view) === "undelivered" && (
                  <div className="mt-4">
                    <Outcome view={view} />
                  </div>
                )}
              </>
            )}
          </div>
        </div>
        <Say view={view} />
        {(canCount(view) || view.state === "granted") && <DeliveryLine view={view} />}
      </div>

      <footer className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-3">
        {over ? (
          <OverActions
            view={view}
            onAgain={onAgain}
            onNew={onNew}
            headingId={headingId}
            takeFocus={ranHere}
          />
        ) : (
          <RunningActions view={view} cancellable={canCancel(view)} onNew={onNew} />
        )}
        {fullLink && (
          <Link
            href={`/request/${view.id}`}
            className="ml-auto rounded text-sm font-medium text-accent underline-offset-4 hover:underline"
          >
            Timeline
          </Link>
        )}
      </footer>
    </article>
  );
}

/** After this the customer has gone, and there is nobody to say it to. */
const saidForMs = 10 * 60_000;

/** Who was asked what, how. */
function Subject({ view }: { view: RequestView }) {
  return (
    <div>
      <p className="text-lg leading-6 font-semibold">{view.summary}</p>
      <p className="text-sm text-ink-soft">
        <span className="font-medium text-ink">
          {view.result?.customerName ?? view.customerName}
        </span>
        {" · "}
        {[
          findFlow(view.flow)?.title ?? view.flow,
          contactWords[view.contact],
          ...(view.operatorIsMe ? [] : [`asked by ${view.operatorName}, ${view.branchName}`]),
        ].join(" · ")}
      </p>
    </div>
  );
}

/** The sentence to say now, as speech. Always there while something can be said, so nothing jumps. */
function Say({ view }: { view: RequestView }) {
  const now = useNow();
  const sentence = sayNow(view, now);
  const isPast = view.endedAt !== undefined && now - Date.parse(view.endedAt) > saidForMs;
  if (sentence === undefined || isPast || !view.operatorIsMe) return null;
  return (
    <p className="rounded-lg bg-sunken px-4 py-3" data-testid="say">
      <span className="mb-0.5 block text-xs font-medium text-ink-soft">Say now</span>
      <span className="text-base leading-6 font-medium tabular-nums">“{sentence}”</span>
    </p>
  );
}
