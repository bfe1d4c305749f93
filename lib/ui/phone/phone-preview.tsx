import type { CustomerWords } from "#lib/core/flows/customer-words.ts";
import { Mark } from "../shell/mark.tsx";

const languageNames: Record<CustomerWords["language"], string> = {
  en: "English",
  de: "German",
  ar: "Arabic",
};

/**
 * The customer's phone as it will look, with exactly the words the phone shows. Only a picture:
 * nothing in it can be pressed. `draft` marks words that the bank has not confirmed yet.
 */
export function PhonePreview({ words, draft = false }: { words: CustomerWords; draft?: boolean }) {
  return (
    <figure className="mx-auto w-full max-w-80">
      <div className="rounded-[2rem] border border-line-strong bg-sunken p-2">
        <div
          lang={words.language}
          dir={words.direction}
          className="flex min-h-[31rem] flex-col rounded-[1.5rem] border border-line bg-surface p-4 text-[0.9375rem] leading-5"
        >
          <p className="flex items-start gap-2 text-sm">
            <Mark className="mt-0.5 size-6" />
            <span className="min-w-0">
              <span className="block font-medium">{words.asker}</span>
              <span className="block text-ink-soft">{words.where}</span>
            </span>
          </p>
          <p className="mt-5 text-ink-soft">{words.headline}</p>
          <p className="text-[1.75rem] leading-9 font-semibold break-words text-balance tabular-nums">
            {words.emphasis}
          </p>
          <dl className="mt-4 space-y-2 border-t border-line pt-3">
            {words.rows.map((row) => (
              <div key={row.label}>
                <dt className="text-xs text-ink-soft">{row.label}</dt>
                <dd className="font-medium break-words">
                  <bdi>{row.value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
          <div className="mt-auto pt-4 text-center">
            <p className="text-xs text-ink-soft">{words.codeLabel}</p>
            <p dir="ltr" className="mt-1 font-mono text-2xl font-semibold tracking-wider">
              {draft ? "••• •••" : words.code}
            </p>
            <div className="mt-4 grid grid-cols-2 gap-4 text-sm font-semibold">
              <span className="rounded-lg border border-line-strong px-2 py-2.5">
                {words.decline}
              </span>
              <span className="rounded-lg bg-accent px-2 py-2.5 text-on-accent">
                {words.approve}
              </span>
            </div>
            <p className="mt-3 text-sm font-medium text-accent underline">{words.notMe}</p>
          </div>
        </div>
      </div>
      <figcaption className="mt-2 text-center text-xs text-ink-soft">
        {draft
          ? `What the customer will read, in ${languageNames[words.language]}. The code comes with the check.`
          : `Exactly what the customer reads, in ${languageNames[words.language]}.`}
      </figcaption>
    </figure>
  );
}
