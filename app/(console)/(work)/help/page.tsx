import { operatorContext } from "#lib/console/session/operator-context.ts";
import { type Phase, phases, phaseWords } from "#lib/core/requests/phase.ts";
import { cx } from "#lib/ui/base/cx.ts";
import { StateIcon } from "#lib/ui/base/state-icon.tsx";
import { toneHollow, toneSolid, toneText } from "#lib/ui/base/tone.ts";
import { LetterKeysSwitch, ShortcutTable } from "#lib/ui/shell/shortcut-list.tsx";
import { pageData } from "../_components/page-data.ts";

export const metadata = { title: "Help" };

const steps = [
  "Find the customer, and say why you look.",
  "Fill the form. On the right you see what the customer will read.",
  "Press Check. The bank checks money, limits and the payee's name. Nobody is asked yet.",
  "Ask. Read the sentence under “Say now”, and compare the code on both screens.",
  "Wait for the answer. You can serve someone else meanwhile.",
];

const meanings: Record<Phase, string> = {
  sending: "The question is on its way.",
  on_the_phone: "The customer's phone has it, not opened yet.",
  reading: "The customer has opened it and is deciding.",
  answered: "The phone has an answer; it arrives here in a moment.",
  undelivered: "The phone could not show it. The reason is beside it.",
  approved: "The customer said yes; the bank is carrying it out.",
  done: "The bank has carried it out. Its reference is your proof.",
  refused: "The customer said yes, but the bank refused. Nothing was carried out.",
  checking: "The bank did not say whether it was done. It is being asked; never start again now.",
  declined: "The customer said no. Nothing was carried out.",
  no_answer: "The time ran out. Nothing was carried out.",
  withdrawn: "You took the question back. Nothing was carried out.",
  not_sent: "It failed before the customer was asked. Nothing happened.",
  stopped: "It failed after the customer was asked. Nothing was carried out.",
};

/** How the console works, on one page. */
export default async function HelpPage() {
  await pageData(() => operatorContext(), "/help");
  return (
    <div className="max-w-3xl space-y-10">
      <section>
        <h1 className="mb-3 text-xl font-semibold">Help</h1>
        <ol className="list-decimal space-y-1.5 pl-5 marker:text-ink-soft">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="states">
        <h2 id="states" className="mb-3 text-base font-semibold">
          What the states mean
        </h2>
        <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[14rem_1fr]">
          {phases.map((phase) => {
            const words = phaseWords[phase];
            return (
              <div key={phase} className="contents">
                <dt className={cx("flex items-center gap-2 font-medium", toneText[words.tone])}>
                  <span
                    className={cx(
                      "inline-flex size-6 shrink-0 items-center justify-center rounded-full border",
                      words.hollow ? toneHollow[words.tone] : toneSolid[words.tone],
                    )}
                  >
                    <StateIcon name={words.icon} className="size-3.5" />
                  </span>
                  {words.word}
                </dt>
                <dd className="self-center">{meanings[phase]}</dd>
              </div>
            );
          })}
        </dl>
      </section>
      <section aria-labelledby="keys">
        <h2 id="keys" className="mb-3 text-base font-semibold">
          Keys
        </h2>
        <ShortcutTable />
        <div className="mt-3">
          <LetterKeysSwitch />
        </div>
      </section>
      <section aria-labelledby="never">
        <h2 id="never" className="mb-3 text-base font-semibold">
          What never happens
        </h2>
        <ul className="list-disc space-y-1.5 pl-5 marker:text-ink-soft">
          <li>You never type or hear a customer's PIN or code. If someone offers it, stop them.</li>
          <li>
            You cannot approve for a customer, and they cannot be made to approve something else.
          </li>
          <li>Nothing is sent to the bank twice, however often you press a button.</li>
        </ul>
      </section>
    </div>
  );
}
