import { readSnapshot } from "#lib/device/follow/read-snapshot.ts";
import { consoleRoute } from "#lib/device/http.ts";
import { json } from "#lib/platform/http/problem-response.ts";

export const dynamic = "force-dynamic";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ orderId: string }> },
): Promise<Response> {
  return consoleRoute(request, async (ctx) =>
    json(await readSnapshot({ ctx, input: await params })),
  );
}
