"use client";

import { enrolStartPath } from "#lib/ui/phone/api/phone-api.ts";
import { useStrings } from "#lib/ui/phone/hooks/language.tsx";
import { BankMark } from "#lib/ui/phone/parts/bank-mark.tsx";
import { buttonStyle } from "#lib/ui/phone/parts/button.tsx";
import { Frame } from "#lib/ui/phone/parts/frame.tsx";
import { LanguageChoice } from "#lib/ui/phone/parts/language-choice.tsx";
import { Notice } from "#lib/ui/phone/parts/notice.tsx";

/** A phone that is not enrolled: what it would do, in three steps, and the one way in. */
export function Welcome({ signedOut }: { signedOut: boolean }) {
  const t = useStrings();
  return (
    <Frame
      foot={
        // A plain link: the answer is a redirect to the bank's sign-in on another host.
        <a href={enrolStartPath} className={buttonStyle("solid", "w-full")}>
          {t.welcome.add}
        </a>
      }
    >
      <div className="flex flex-1 flex-col justify-center gap-6 py-6">
        {signedOut ? <Notice tone="warn">{t.trouble.signedOut}</Notice> : null}
        <BankMark large />
        <div>
          <h1 className="text-[1.875rem] leading-9 font-bold">{t.welcome.title}</h1>
          <p className="mt-2 text-ink-soft">{t.welcome.lead}</p>
        </div>
        <ol className="flex flex-col gap-4">
          {t.welcome.steps.map((step, index) => (
            <li key={step} className="flex items-start gap-3">
              <span
                aria-hidden="true"
                className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-[0.9375rem] font-semibold text-accent"
              >
                {index + 1}
              </span>
              <span className="pt-0.5">{step}</span>
            </li>
          ))}
        </ol>
        <p className="border-t border-line pt-4 text-[0.9375rem] leading-5 text-ink-soft">
          {t.promise}
        </p>
        <LanguageChoice />
      </div>
    </Frame>
  );
}
