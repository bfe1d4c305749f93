import { renotify } from "#lib/device/follow/renotify.ts";
import { consoleRoute } from "#lib/device/http.ts";
import { json } from "#lib/platform/http/problem-response.ts";

export const dynamic = "force-dynamic";

export async function POST(
  request: Request,
  { params }: { params: Promise<{ orderId: string }> },
): Promise<Response> {
  return consoleRoute(request, async (ctx) => json(await renotify({ ctx, input: await params })));
}
