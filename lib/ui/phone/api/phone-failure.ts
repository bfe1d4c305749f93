import type { Problem } from "#lib/core/errors.ts";

/**
 * Why a call of the Phone API brought no usable answer.
 * - `offline`: the browser knew that it has no network, so nothing was sent.
 * - `no_answer`: sent, perhaps received; the answer was lost, late, or the server failed (5xx).
 * - `refused`: the server said no (4xx); `problem.code` says why.
 * - `garbage`: an answer that this app does not understand.
 */
export type PhoneFailureKind = "offline" | "no_answer" | "refused" | "garbage";

export class PhoneFailure extends Error {
  readonly kind: PhoneFailureKind;
  readonly status: number | undefined;
  readonly problem: Problem | undefined;

  constructor(kind: PhoneFailureKind, status?: number, problem?: Problem) {
    super(problem?.title ?? kind);
    this.name = "PhoneFailure";
    this.kind = kind;
    this.status = status;
    this.problem = problem;
  }
}

/** True when the server says that this phone is not, or no longer, signed in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof PhoneFailure && error.status === 401;
}

/** True when it is not known whether the server acted on what was sent. */
export function isUnsure(error: unknown): boolean {
  return error instanceof PhoneFailure && (error.kind === "no_answer" || error.kind === "garbage");
}

export function failureCode(error: unknown): string | undefined {
  return error instanceof PhoneFailure ? error.problem?.code : undefined;
}
