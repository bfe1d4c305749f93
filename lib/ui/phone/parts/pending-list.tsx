"use client";

import { ChevronRight } from "lucide-react";
import type { ApprovalCard } from "../api/answers.ts";
import { useLanguage } from "../hooks/language.tsx";
import { useLeft } from "../hooks/use-left.ts";
import { clockText } from "../server-clock.ts";
import { FocusHeading } from "./frame.tsx";

/** Several questions at once: the one that runs out first stands first. */
export function PendingList(props: {
  cards: readonly ApprovalCard[];
  onOpen: (id: string) => void;
}) {
  const { strings: t } = useLanguage();
  return (
    <div className="flex flex-col gap-4 pt-4">
      <div>
        <FocusHeading className="text-[1.625rem] leading-8 font-bold">
          {t.list.title(props.cards.length)}
        </FocusHeading>
        <p className="mt-1 text-ink-soft">{t.list.lead}</p>
      </div>
      <ul className="flex flex-col gap-3">
        {props.cards.map((card) => (
          <PendingItem key={card.id} card={card} onOpen={props.onOpen} />
        ))}
      </ul>
    </div>
  );
}

function PendingItem({ card, onOpen }: { card: ApprovalCard; onOpen: (id: string) => void }) {
  const { strings: t, locale } = useLanguage();
  const leftMs = useLeft(card.deadlineAt);
  const { words } = card;
  return (
    <li>
      <button
        type="button"
        onClick={() => onOpen(card.id)}
        className="flex w-full items-center gap-3 rounded-lg border border-line-strong bg-raised p-4 text-start transition-colors hover:bg-hover active:bg-hover"
      >
        <span
          lang={words.language}
          className="flex min-w-0 flex-1 flex-col gap-0.5 [overflow-wrap:anywhere]"
        >
          <span className="text-[0.9375rem] leading-5 text-ink-soft">{words.headline}</span>
          <bdi className="text-[1.375rem] leading-7 font-bold tabular-nums">{words.emphasis}</bdi>
          <span className="text-[0.9375rem] leading-5 text-ink-soft">{words.asker}</span>
        </span>
        <span className="flex shrink-0 flex-col items-end gap-1 text-ink-soft">
          <ChevronRight className="size-5 rtl:-scale-x-100" aria-hidden="true" />
          <bdi className="text-[0.9375rem] leading-5 tabular-nums">
            {t.question.left(clockText(leftMs, locale))}
          </bdi>
        </span>
      </button>
    </li>
  );
}
