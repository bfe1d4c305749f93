import { Refusal } from "#lib/core/errors.ts";
import { readBounded } from "./read-bounded.ts";

/**
 * Reads a JSON body of at most `maxBytes`, and not one byte more. Refuses 415 (not JSON), 413 (too
 * long), 400 (broken, or not UTF-8).
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? ""))
    throw new Refusal("not_json", "This address takes JSON only.", { status: 415 });
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLong();
  const body = await readBounded(request.body, maxBytes);
  if (body === undefined) throw tooLong();
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw new Refusal("broken_json", "The body is no JSON.", { status: 400, cause: error });
  }
}

function tooLong(): Refusal {
  return new Refusal("too_long", "The body is too long.", { status: 413 });
}
