import { markOpened } from "#lib/device/approvals/mark-opened.ts";
import { phoneRoute } from "#lib/device/http.ts";

export const dynamic = "force-dynamic";

export async function POST(
  request: Request,
  { params }: { params: Promise<{ approvalId: string }> },
): Promise<Response> {
  return phoneRoute(request, async (ctx) => {
    await markOpened({ ctx, input: await params });
    return new Response(null, { status: 204 });
  });
}
