import { UserRound } from "lucide-react";
import type { CustomerWords } from "#lib/core/flows/customer-words.ts";
import { FocusHeading } from "./frame.tsx";

/** Up to here the large line is an amount and stands in 40 px; a sentence stands smaller. */
const amountMostChars = 18;

const headline = "text-[1.0625rem] leading-6 font-medium text-ink-soft";

/**
 * The bank's words, verbatim, in the language and direction that they bring. Presentational: the
 * phone shows it, and a preview can. `over` greys it in place; `focused` makes the headline the
 * page's heading and gives it the focus.
 */
export function QuestionWords(props: { words: CustomerWords; over?: boolean; focused?: boolean }) {
  const { words, over = false } = props;
  const ink = over ? "text-ink-soft" : "text-ink";
  const large =
    words.emphasis.length <= amountMostChars
      ? "text-[2.5rem] leading-[2.75rem] tracking-[-0.015em] max-[22rem]:text-[2.125rem]"
      : "text-[1.625rem] leading-8";
  return (
    <section lang={words.language} dir={words.direction} className={`flex flex-col gap-4 ${ink}`}>
      <div className="flex items-center gap-3 border-b border-line pb-3.5">
        <AskerIcon over={over} />
        <div className="min-w-0">
          <p className="font-semibold [overflow-wrap:anywhere]">{words.asker}</p>
          <p className="text-[0.9375rem] leading-5 text-ink-soft">{words.where}</p>
        </div>
      </div>
      <div>
        {props.focused ? (
          <FocusHeading className={headline}>{words.headline}</FocusHeading>
        ) : (
          <h2 className={headline}>{words.headline}</h2>
        )}
        <p className={`mt-0.5 font-bold tabular-nums [overflow-wrap:anywhere] ${large}`}>
          <bdi>{words.emphasis}</bdi>
        </p>
      </div>
      <dl className="divide-y divide-line border-y border-line">
        {words.rows.map((row, index) => (
          <div key={index} className="py-1.5">
            <dt className="text-[0.9375rem] leading-5 text-ink-soft">{row.label}</dt>
            <dd className="font-medium tabular-nums [overflow-wrap:anywhere]">
              <bdi>{row.value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <div
        className={`flex flex-wrap items-center justify-between gap-x-4 gap-y-1 rounded-lg px-4 py-3 ${over ? "bg-sunken" : "bg-accent-soft"}`}
      >
        <p className="min-w-32 flex-1 text-[0.9375rem] leading-5 text-ink-soft">
          {words.codeLabel}
        </p>
        <p className="font-mono text-[1.875rem] leading-9 font-semibold tracking-[0.04em] whitespace-nowrap">
          <bdi dir="ltr">{words.code}</bdi>
        </p>
      </div>
    </section>
  );
}

function AskerIcon({ over }: { over: boolean }) {
  return (
    <span
      className={`grid size-11 shrink-0 place-items-center rounded-full ${over ? "bg-sunken text-ink-soft" : "bg-accent-soft text-accent"}`}
    >
      <UserRound className="size-5.5" aria-hidden="true" />
    </span>
  );
}
