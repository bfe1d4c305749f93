"use client";

import { Check, Clock, Hand, ShieldCheck, X } from "lucide-react";
import type { ApprovalCard } from "../api/answers.ts";
import { useLanguage } from "../hooks/language.tsx";
import type { PhoneStrings } from "../strings/phone-strings.ts";

type Outcome = Exclude<keyof PhoneStrings["recent"], "title">;

const looks = {
  approved: { Icon: Check, ink: "text-good" },
  declined: { Icon: Hand, ink: "text-warn" },
  reported: { Icon: ShieldCheck, ink: "text-accent" },
  withdrawn: { Icon: X, ink: "text-neutral" },
  expired: { Icon: Clock, ink: "text-neutral" },
};

function outcomeOf(card: ApprovalCard): Outcome {
  if (card.decision !== undefined) return card.decision;
  return card.state === "withdrawn" ? "withdrawn" : "expired";
}

/** What ended in the last hour, newest first: what it was, how it ended, when. */
export function RecentList({ cards }: { cards: readonly ApprovalCard[] }) {
  const { strings: t, locale } = useLanguage();
  if (cards.length === 0) return null;
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  return (
    <section aria-labelledby="recent" className="mt-auto pt-8">
      <h2 id="recent" className="pb-2 text-[0.9375rem] leading-5 font-medium text-ink-soft">
        {t.recent.title}
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {cards.map((card) => {
          const outcome = outcomeOf(card);
          const { Icon, ink } = looks[outcome];
          const at = card.endedAt ?? card.receivedAt;
          return (
            <li key={card.id} className="flex items-center gap-3 py-3">
              <Icon className={`size-5 shrink-0 ${ink}`} aria-hidden="true" />
              <span className="min-w-0 flex-1">
                <bdi
                  lang={card.words.language}
                  className="block font-medium tabular-nums [overflow-wrap:anywhere]"
                >
                  {card.words.emphasis}
                </bdi>
                <span className="block text-[0.9375rem] leading-5 text-ink-soft">
                  {t.recent[outcome]}
                </span>
              </span>
              <time
                dateTime={at}
                className="shrink-0 text-[0.9375rem] leading-5 text-ink-soft tabular-nums"
              >
                <bdi>{time.format(new Date(at))}</bdi>
              </time>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
