import { ClientError } from "openid-client";
import { AnswerTooLong } from "#lib/platform/http/read-bounded.ts";

/** The answer behind an error of the client library, where there was one. */
export function answerBehind(error: unknown): { status: number; headers?: Headers } | undefined {
  for (
    let at: unknown = error, depth = 0;
    at instanceof Error && depth < 5;
    at = at.cause, depth++
  ) {
    if (at instanceof AnswerTooLong) return { status: at.status };
    if (at.cause instanceof Response) return at.cause;
    if (at.cause && typeof at.cause === "object" && "response" in at.cause)
      return (at.cause as { response?: Response }).response;
  }
  return undefined;
}

/** HTTP status of the answer behind an error of the client library, where there was one. */
export function answeredStatus(error: unknown): number | undefined {
  return answerBehind(error)?.status;
}

/** Seconds of a `Retry-After` header, given as seconds or as a date; `undefined` when it says none. */
export function retryAfterSeconds(headers: Headers | undefined): number | undefined {
  const said = headers?.get("retry-after");
  if (!said) return undefined;
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return seconds > 0 ? Math.ceil(seconds) : undefined;
}

/** Codes of oauth4webapi for an answer that came whole but does not hold. */
const answerFaults = new Set([
  "OAUTH_INVALID_RESPONSE",
  "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
  "OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
  "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED",
  "OAUTH_KEY_SELECTION_FAILED",
  "OAUTH_PARSE_ERROR",
  "OAUTH_UNSUPPORTED_OPERATION",
]);

/** True when an answer arrived and was refused by the client library's checks (not a broken line). */
export function isAnswerFault(error: unknown): boolean {
  return error instanceof ClientError && error.code !== undefined && answerFaults.has(error.code);
}
