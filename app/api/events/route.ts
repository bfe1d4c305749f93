import { cookies } from "next/headers";
import { operatorStream } from "#lib/console/events/operator-stream.ts";
import { readCursor } from "#lib/console/events/stream-cursor.ts";
import { operatorContext } from "#lib/console/session/operator-context.ts";
import { sessionCookieName } from "#lib/console/session/session-cookie.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { problemResponse } from "#lib/platform/http/problem-response.ts";
import { requireSameOrigin } from "#lib/platform/http/same-origin.ts";
import { sseResponse } from "#lib/platform/http/sse.ts";
import { requireZone } from "#lib/platform/zone.ts";

export const dynamic = "force-dynamic";

/** The live stream of one tab; authorised before the first byte, ended with the session. */
export async function GET(request: Request): Promise<Response> {
  try {
    requireZone("console");
    requireSameOrigin(request.headers, consoleConfig().CONSOLE_PUBLIC_URL, false);
    const ctx = await operatorContext({ touch: false });
    const sessionToken = (await cookies()).get(sessionCookieName())?.value ?? "";
    const seen = readCursor(request.headers.get("last-event-id"));
    return sseResponse({
      signal: request.signal,
      start: (send, close) => operatorStream({ ctx, sessionToken, seen, send, close }),
    });
  } catch (error) {
    return problemResponse(error);
  }
}
