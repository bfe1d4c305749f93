import { readApproval } from "#lib/device/approvals/read-approval.ts";
import { phoneRoute } from "#lib/device/http.ts";
import { json } from "#lib/platform/http/problem-response.ts";

export const dynamic = "force-dynamic";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ approvalId: string }> },
): Promise<Response> {
  return phoneRoute(request, async (ctx) => json(await readApproval({ ctx, input: await params })));
}
