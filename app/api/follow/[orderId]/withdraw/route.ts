import { after } from "next/server";
import { checkUndone } from "#lib/device/approvals/check-undone.ts";
import { tellOp } from "#lib/device/channel/tell-op.ts";
import { withdraw, withdrawInput } from "#lib/device/follow/withdraw.ts";
import { consoleRoute } from "#lib/device/http.ts";
import { BODY_MAX_BYTES } from "#lib/device/tunables.ts";
import { json } from "#lib/platform/http/problem-response.ts";
import { readJsonBody } from "#lib/platform/http/read-json-body.ts";
import { log } from "#lib/platform/log.ts";

export const dynamic = "force-dynamic";

export async function POST(
  request: Request,
  { params }: { params: Promise<{ orderId: string }> },
): Promise<Response> {
  return consoleRoute(request, async (ctx) => {
    const { reason } = withdrawInput.parse(await readJsonBody(request, BODY_MAX_BYTES));
    const { orderId } = await params;
    const { snapshot, approvalId } = await withdraw({ ctx, input: { orderId, reason } });
    const followUp =
      snapshot.state === "withdrawn"
        ? tellOp
        : snapshot.decision === "approved"
          ? checkUndone
          : undefined;
    if (followUp)
      after(() =>
        Promise.resolve(followUp({ ctx, input: { approvalId } })).catch((error) =>
          log.error("device.tell-failed", { approvalId, error }),
        ),
      );
    return json(snapshot);
  });
}
