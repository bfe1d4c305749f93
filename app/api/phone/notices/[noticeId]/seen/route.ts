import { markNoticeSeen } from "#lib/device/enrolment/mark-notice-seen.ts";
import { phoneRoute } from "#lib/device/http.ts";

export const dynamic = "force-dynamic";

export async function POST(
  request: Request,
  { params }: { params: Promise<{ noticeId: string }> },
): Promise<Response> {
  return phoneRoute(request, async (ctx) => {
    await markNoticeSeen({ ctx, input: await params });
    return new Response(null, { status: 204 });
  });
}
