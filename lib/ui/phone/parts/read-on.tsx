"use client";

import { ArrowDown } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useStrings } from "../hooks/language.tsx";

/**
 * Stands in the foot of a question: while the last words (`end`) are hidden behind it, a chip over
 * the buttons says so and leads there. A screen reader reads on anyway, so it is not for one.
 */
export function ReadOn({ end }: { end: RefObject<HTMLElement | null> }) {
  const t = useStrings();
  const place = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    const foot = place.current?.closest("footer");
    if (!end.current || !foot) return;
    const watch = new IntersectionObserver(
      ([entry]) => setHidden(entry?.isIntersecting === false),
      { rootMargin: `0px 0px -${foot.offsetHeight}px 0px` },
    );
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [end]);
  return (
    <div ref={place} aria-hidden="true" className="phone-read-on">
      {hidden ? (
        <button
          type="button"
          tabIndex={-1}
          onClick={() => end.current?.scrollIntoView({ behavior: "smooth", block: "end" })}
          className="inline-flex h-10 items-center gap-1.5 rounded-full border border-line-strong bg-raised px-4 text-[0.9375rem] font-medium text-accent"
        >
          {t.question.readOn}
          <ArrowDown className="size-4" />
        </button>
      ) : null}
    </div>
  );
}
