import { listApprovals } from "#lib/device/approvals/list-approvals.ts";
import { phoneRoute } from "#lib/device/http.ts";
import { json } from "#lib/platform/http/problem-response.ts";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  return phoneRoute(request, async (ctx) => json(await listApprovals({ ctx })));
}
