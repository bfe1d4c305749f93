import type { DeclineReason } from "#lib/core/contracts/follow.ts";
import type { PhoneStrings } from "./strings/phone-strings.ts";

type ReasonWord = Exclude<keyof PhoneStrings["decline"], "title" | "lead" | "skip" | "cancel">;

/** The reasons offered for a template of words ("transfer/1"); amount and payee only where there are any. */
export function declineReasons(
  template: string,
): readonly { reason: DeclineReason; word: ReasonWord }[] {
  return template.startsWith("transfer/")
    ? [
        { reason: "wrong_amount", word: "wrongAmount" },
        { reason: "wrong_payee", word: "wrongPayee" },
        { reason: "changed_mind", word: "changedMind" },
        { reason: "did_not_understand", word: "notUnderstood" },
      ]
    : [
        { reason: "changed_mind", word: "changedMind" },
        { reason: "did_not_understand", word: "notUnderstood" },
        { reason: "declined", word: "other" },
      ];
}
