import { ZodError } from "zod";
import { Refusal, toProblem } from "#lib/core/errors.ts";
import { log } from "../log.ts";

/**
 * Any error as an RFC 9457 answer. What we did not foresee is a plain 500: its cause goes to the
 * log, not to the caller.
 */
export function problemResponse(error: unknown): Response {
  const refusal = asRefusal(error);
  return new Response(JSON.stringify(toProblem(refusal)), {
    status: refusal.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(refusal.retryAt
        ? {
            "retry-after": String(
              Math.max(1, Math.ceil((refusal.retryAt.getTime() - Date.now()) / 1000)),
            ),
          }
        : {}),
    },
  });
}

/** Every error as a `Refusal`: a schema's faults name their fields, the unforeseen says nothing. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof ZodError)
    return new Refusal("invalid_input", "Something in this request is not as it should be.", {
      status: 422,
      faults: error.issues.map((issue) => ({
        field: issue.path.join(".") || "(whole)",
        code: issue.code,
        message: issue.message,
      })),
    });
  log.error("unforeseen", { error });
  return new Refusal("internal", "Something went wrong on our side. Nothing was sent twice.", {
    status: 500,
  });
}

/** A JSON answer that no cache keeps. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
