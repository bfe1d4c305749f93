"use client";

import { Check, Hand, ShieldCheck } from "lucide-react";
import type { Decision } from "#lib/core/contracts/receipt.ts";
import type { CustomerWords } from "#lib/core/flows/customer-words.ts";
import { useStrings } from "../hooks/language.tsx";
import { FocusHeading } from "./frame.tsx";

const looks = {
  approved: { Icon: Check, ring: "bg-good text-on-tone" },
  declined: { Icon: Hand, ring: "bg-warn-soft text-warn" },
  reported: { Icon: ShieldCheck, ring: "bg-accent-soft text-accent" },
};

/** After the decision: what it was, what happens next, and that the phone can be put away. */
export function Answer(props: { decision: Decision; told: boolean; words: CustomerWords }) {
  const t = useStrings();
  const { decision, words } = props;
  const { Icon, ring } = looks[decision];
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-4 py-8 text-center text-balance">
      <span className={`grid size-20 place-items-center rounded-full ${ring}`}>
        <Icon className="size-10" strokeWidth={2.5} aria-hidden="true" />
      </span>
      <FocusHeading className="text-[1.625rem] leading-8 font-bold">
        {t.answer[decision]}
      </FocusHeading>
      {decision === "reported" ? null : (
        <p lang={words.language} dir={words.direction} className="text-ink-soft">
          <bdi className="font-semibold text-ink tabular-nums [overflow-wrap:anywhere]">
            {words.emphasis}
          </bdi>
          {words.rows[0] === undefined ? null : (
            <bdi className="block [overflow-wrap:anywhere]">{words.rows[0].value}</bdi>
          )}
        </p>
      )}
      <p className="max-w-[22rem]">{t.answer[`${decision}Text`]}</p>
      {decision === "reported" ? (
        <ol className="flex w-full max-w-[24rem] flex-col gap-3 rounded-lg bg-sunken p-4 text-start text-wrap">
          {t.answer.reportedSteps.map((step, index) => (
            <li key={step} className="flex gap-3">
              <span
                aria-hidden="true"
                className="grid size-6 shrink-0 place-items-center rounded-full bg-accent text-[0.875rem] font-semibold text-on-accent"
              >
                {index + 1}
              </span>
              {step}
            </li>
          ))}
        </ol>
      ) : (
        <p className="font-semibold">{t.answer.putAway}</p>
      )}
      {props.told ? null : <p className="max-w-[22rem] text-ink-soft">{t.answer.notTold}</p>}
    </div>
  );
}
