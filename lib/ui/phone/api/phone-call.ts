import type { z } from "zod";
import { problem } from "#lib/core/errors.ts";
import { PhoneFailure } from "./phone-failure.ts";

const readDeadlineMs = 8_000;
const writeDeadlineMs = 20_000;

/**
 * One call of the Phone API on this origin; the cookie goes with it. Resolves with the parsed body
 * (undefined without a schema), rejects with a `PhoneFailure` only.
 */
export async function phoneCall<T = undefined>(
  method: "GET" | "POST" | "DELETE",
  path: `/api/phone/${string}`,
  options: { schema?: z.ZodType<T>; body?: unknown } = {},
): Promise<T> {
  if (typeof navigator !== "undefined" && navigator.onLine === false)
    throw new PhoneFailure("offline");
  const response = await send(method, path, options.body);
  const body = await readJson(response);
  if (response.status >= 500) throw new PhoneFailure("no_answer", response.status);
  if (!response.ok) {
    const parsed = problem.safeParse(body);
    throw new PhoneFailure("refused", response.status, parsed.success ? parsed.data : undefined);
  }
  if (!options.schema) return undefined as T;
  const parsed = options.schema.safeParse(body);
  if (!parsed.success) throw new PhoneFailure("garbage", response.status);
  return parsed.data;
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(method === "GET" ? readDeadlineMs : writeDeadlineMs),
    });
  } catch {
    throw new PhoneFailure("no_answer");
  }
}

async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  try {
    return await response.json();
  } catch {
    if (response.ok) throw new PhoneFailure("no_answer", response.status);
    return undefined;
  }
}
