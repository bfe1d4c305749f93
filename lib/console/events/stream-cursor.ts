import { z } from "zod";

const MAX_REQUESTS = 50;
const versions = z.record(z.uuid(), z.number().int().positive());

/**
 * `Last-Event-ID` of the console's stream: the version that the browser has of each request. Versions
 * and not one sequence, because rows commit out of order. Anything unreadable is an empty cursor: the
 * browser then gets everything once more, and drops what it has.
 */
export function readCursor(text: string | null): Map<string, number> {
  if (!text || text.length > 8_000) return new Map();
  try {
    return new Map(
      Object.entries(versions.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")))),
    );
  } catch {
    return new Map();
  }
}

/** The cursor as an SSE id: base64url JSON of the newest requests' versions. */
export function writeCursor(seen: ReadonlyMap<string, number>): string {
  const newest = [...seen].slice(-MAX_REQUESTS);
  return Buffer.from(JSON.stringify(Object.fromEntries(newest))).toString("base64url");
}
