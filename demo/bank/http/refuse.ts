import { Refusal } from "#lib/core/errors.ts";
import type { ProblemCode, Schema } from "../contract/schemas.ts";
import { problemCodes } from "./problem-codes.ts";

/**
 * A refusal by code. `detail` says what to do; `field` is the path into the request that is at
 * fault ("details.amount"); `status` only where it differs from the code's usual one.
 */
export function refuse(
  code: ProblemCode,
  detail: string,
  options: { field?: string; status?: number; retryAt?: Date } = {},
): Refusal {
  return new Refusal(code, detail, {
    status: options.status ?? problemCodes[code].status,
    retryAt: options.retryAt,
    ...(options.field ? { faults: [{ field: options.field, code, message: detail }] } : {}),
  });
}

/** The body of the answer (RFC 9457). */
export function problemOf(refusal: Refusal): Schema<"Problem"> {
  const code = refusal.code as ProblemCode;
  const field = refusal.faults[0]?.field;
  return {
    type: "about:blank",
    title: problemCodes[code].title,
    status: refusal.status,
    detail: refusal.message,
    code,
    ...(field ? { field } : {}),
    ...(refusal.retryAt ? { retry_at: refusal.retryAt.toISOString() } : {}),
  };
}
