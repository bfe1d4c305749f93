import { after } from "next/server";
import { checkOrder } from "#lib/device/approvals/check-order.ts";
import { receiveRequest } from "#lib/device/channel/receive-request.ts";
import { deviceRoute } from "#lib/device/http.ts";
import { CHANNEL_BODY_MAX_BYTES } from "#lib/device/tunables.ts";
import { readJsonBody } from "#lib/platform/http/read-json-body.ts";
import { log } from "#lib/platform/log.ts";

export const dynamic = "force-dynamic";

/** The OP's HTTP authentication channel. 201: stored, nothing asked yet; the asking comes after it. */
export async function POST(request: Request): Promise<Response> {
  return deviceRoute(async (ctx) => {
    const { approvalId, fresh } = await receiveRequest({
      ctx,
      input: {
        authorization: request.headers.get("authorization"),
        body: await readJsonBody(request, CHANNEL_BODY_MAX_BYTES),
      },
    });
    if (fresh)
      after(() =>
        checkOrder({ ctx, input: { approvalId } }).catch((error) =>
          log.error("device.check-failed", { approvalId, error }),
        ),
      );
    return new Response(null, { status: 201, headers: { "cache-control": "no-store" } });
  });
}
