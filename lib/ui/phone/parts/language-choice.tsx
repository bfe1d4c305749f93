"use client";

import type { CustomerLanguage } from "#lib/core/contracts/order.ts";
import { useLanguage } from "../hooks/language.tsx";
import { languageNames } from "../strings/catalogue.ts";

/** Three languages, each in its own words; `onChoose` tells the bank where the phone is enrolled. */
export function LanguageChoice({ onChoose }: { onChoose?: (language: CustomerLanguage) => void }) {
  const { language, strings: t, show } = useLanguage();
  return (
    <fieldset>
      <legend className="sr-only">{t.devices.language}</legend>
      <div className="flex flex-wrap gap-2">
        {languageNames.map((each) => (
          <label
            key={each.language}
            className="flex min-h-12 flex-1 cursor-pointer items-center justify-center rounded-lg border border-line-strong px-3 hover:bg-hover has-checked:border-2 has-checked:border-accent has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="language"
              value={each.language}
              checked={language === each.language}
              onChange={() => {
                show(each.language);
                onChoose?.(each.language);
              }}
              className="sr-only"
            />
            <span lang={each.language}>{each.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
