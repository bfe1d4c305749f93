import type { FailureReason } from "#lib/core/contracts/request.ts";

/**
 * Why the OP did not acknowledge. `asked` says whether the customer may have been asked all the
 * same: "no" when nothing was sent or the OP refused, "maybe" when no answer is known.
 */
export class OpFailure extends Error {
  readonly reason: FailureReason;
  readonly asked: "no" | "maybe";
  constructor(reason: FailureReason, asked: "no" | "maybe", cause?: unknown) {
    super(`the OP did not acknowledge: ${reason}`, { cause });
    this.name = "OpFailure";
    this.reason = reason;
    this.asked = asked;
  }
}
