import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "#lib/core/errors.ts";
import { problemOf, refuse } from "./refuse.ts";

/** Any error → a problem. What is not a refusal is logged without its message, which may hold data. */
export function answerError(
  error: FastifyError | Refusal | Error,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const refusal = toRefusal(error);
  if (refusal.status >= 500) request.log.error(describe(error), "bank.failed");
  if (refusal.status === 401) reply.header("www-authenticate", 'Bearer error="invalid_token"');
  if (refusal.retryAt) reply.header("retry-after", secondsUntil(refusal.retryAt));
  request.problemCode = refusal.code;
  return reply
    .code(refusal.status)
    .type("application/problem+json")
    .send(JSON.stringify(problemOf(refusal)));
}

function toRefusal(error: FastifyError | Refusal | Error): Refusal {
  if (error instanceof Refusal) return error;
  const validation = "validation" in error ? error.validation?.[0] : undefined;
  if (validation) {
    const { missingProperty } = validation.params as { missingProperty?: string };
    const path = [...validation.instancePath.split("/").slice(1), missingProperty ?? []].flat();
    const field = path.join(".");
    const detail = `${field || "The request"} ${validation.message ?? "is not valid"}`;
    return refuse("invalid_request", detail, field ? { field } : {});
  }
  // Fastify's own: broken JSON, a wrong media type, a body that is too large.
  if ("statusCode" in error && error.statusCode !== undefined && error.statusCode < 500)
    return refuse("invalid_request", "Send a JSON body as the document describes it.", {
      status: error.statusCode,
    });
  if (isConnectionFailure(error))
    return refuse("unavailable", "The bank's database does not answer. Try again in a moment.");
  return refuse(
    "internal",
    "Something went wrong at the bank. Ask for the outcome before a retry.",
  );
}

/** PostgreSQL's connection and time-out classes, and Node's socket errors. */
function isConnectionFailure(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  return /^(08|57P|57014|55P03)/.test(code) || /^(ECONN|EPIPE|ETIMEDOUT)/.test(code);
}

function describe(error: Error) {
  const code = "code" in error ? String(error.code) : undefined;
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return { error: error.name, code, stack: frames?.slice(0, 6).map((line) => line.trim()) };
}

function secondsUntil(instant: Date): number {
  return Math.max(1, Math.ceil((instant.getTime() - Date.now()) / 1000));
}
