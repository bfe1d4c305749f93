"use client";

import { useStrings } from "../hooks/language.tsx";
import { Frame } from "./frame.tsx";

const bar = "rounded bg-sunken motion-safe:animate-pulse";

/** The shape of a question while it loads: nothing jumps when the words come. */
export function QuestionSkeleton() {
  const t = useStrings();
  return (
    <Frame
      foot={
        <div className="flex flex-col gap-2">
          <div className="phone-pair">
            <div className={`h-14 ${bar}`} />
            <div className={`h-14 ${bar}`} />
          </div>
          <div className="h-12" />
        </div>
      }
    >
      <p role="status" className="sr-only">
        {t.loading}
      </p>
      <div aria-hidden="true" className="flex flex-col gap-4">
        <div className="flex items-center gap-3 border-b border-line pb-3.5">
          <div className={`size-11 rounded-full! ${bar}`} />
          <div className="flex flex-1 flex-col gap-2">
            <div className={`h-4 w-3/4 ${bar}`} />
            <div className={`h-3.5 w-1/2 ${bar}`} />
          </div>
        </div>
        <div className="flex flex-col gap-2.5">
          <div className={`h-4 w-2/5 ${bar}`} />
          <div className={`h-9 w-3/5 ${bar}`} />
        </div>
        <div className="divide-y divide-line border-y border-line">
          {[0, 1, 2, 3].map((row) => (
            <div key={row} className="flex flex-col gap-2 py-2.5">
              <div className={`h-3 w-1/4 ${bar}`} />
              <div className={`h-4 w-2/3 ${bar}`} />
            </div>
          ))}
        </div>
        <div className={`h-24 ${bar}`} />
      </div>
    </Frame>
  );
}

/** A page whose content is not there yet, when it is not known whether a question is coming. */
export function QuietSkeleton() {
  const t = useStrings();
  return (
    <Frame>
      <div className="flex flex-1 flex-col items-center justify-center gap-4 py-8">
        <p role="status" className="sr-only">
          {t.loading}
        </p>
        <div className={`size-20 rounded-full! ${bar}`} />
        <div className={`h-7 w-52 ${bar}`} />
        <div className={`h-4 w-64 ${bar}`} />
      </div>
    </Frame>
  );
}
