import { openFeed } from "#lib/device/follow/open-feed.ts";
import { consoleRoute } from "#lib/device/http.ts";
import { sseResponse } from "#lib/platform/http/sse.ts";

export const dynamic = "force-dynamic";

/** The feed of all approvals of the calling console (SSE, resumable by Last-Event-ID). */
export async function GET(request: Request): Promise<Response> {
  return consoleRoute(request, async (ctx) => {
    const lastEventId = request.headers.get("last-event-id");
    const start = await openFeed({ ctx, input: { lastEventId } });
    return sseResponse({ signal: request.signal, start });
  });
}
