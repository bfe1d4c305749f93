import { decide, decisionInput } from "#lib/device/approvals/decide.ts";
import { phoneRoute } from "#lib/device/http.ts";
import { BODY_MAX_BYTES } from "#lib/device/tunables.ts";
import { json } from "#lib/platform/http/problem-response.ts";
import { readJsonBody } from "#lib/platform/http/read-json-body.ts";

export const dynamic = "force-dynamic";

export async function POST(
  request: Request,
  { params }: { params: Promise<{ approvalId: string }> },
): Promise<Response> {
  return phoneRoute(request, async (ctx) => {
    const input = decisionInput.parse(await readJsonBody(request, BODY_MAX_BYTES));
    const { approvalId } = await params;
    return json(await decide({ ctx, input: { approvalId, ...input } }));
  });
}
