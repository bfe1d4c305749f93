import { openPhoneStream } from "#lib/device/approvals/open-stream.ts";
import { phoneRoute } from "#lib/device/http.ts";
import { sseResponse } from "#lib/platform/http/sse.ts";

export const dynamic = "force-dynamic";

/** The phone's stream: `changed` for each question that is new or changed. */
export async function GET(request: Request): Promise<Response> {
  return phoneRoute(request, async (ctx) =>
    sseResponse({ signal: request.signal, start: await openPhoneStream({ ctx }) }),
  );
}
