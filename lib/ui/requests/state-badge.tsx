import type { RequestView } from "#lib/core/contracts/request.ts";
import { phaseOf, phaseWords } from "#lib/core/requests/phase.ts";
import { cx } from "../base/cx.ts";
import { StateIcon } from "../base/state-icon.tsx";
import { toneHollow, toneSolid, toneText } from "../base/tone.ts";

/** The state in a row: sign and word in the state's colour. */
export function StateBadge({ view }: { view: RequestView }) {
  const words = phaseWords[phaseOf(view)];
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span
        className={cx(
          "inline-flex size-6 shrink-0 items-center justify-center rounded-full border",
          words.hollow ? toneHollow[words.tone] : toneSolid[words.tone],
        )}
      >
        <StateIcon name={words.icon} className="size-3.5" />
      </span>
      <span className={cx("font-medium", toneText[words.tone])}>{words.word}</span>
    </span>
  );
}
