import { after } from "next/server";
import { checkOrder } from "#lib/device/approvals/check-order.ts";
import { inTime } from "#lib/device/channel/in-time.ts";
import { Places } from "#lib/device/channel/places.ts";
import { receiveRequest } from "#lib/device/channel/receive-request.ts";
import { deviceRoute } from "#lib/device/http.ts";
import {
  CHANNEL_AT_ONCE,
  CHANNEL_BODY_MAX_BYTES,
  CHANNEL_BODY_MS,
  CHECKS_AT_ONCE,
} from "#lib/device/tunables.ts";
import { readJsonBody } from "#lib/platform/http/read-json-body.ts";
import { log } from "#lib/platform/log.ts";

export const dynamic = "force-dynamic";

const requests = new Places(CHANNEL_AT_ONCE);
const checks = new Places(CHECKS_AT_ONCE);

/** The OP's HTTP authentication channel. 201: stored, nothing asked yet; the asking comes after it. */
export async function POST(request: Request): Promise<Response> {
  return deviceRoute((ctx) =>
    requests.hold(async () => {
      const { approvalId, fresh } = await receiveRequest({
        ctx,
        input: {
          authorization: request.headers.get("authorization"),
          readBody: () => inTime(readJsonBody(request, CHANNEL_BODY_MAX_BYTES), CHANNEL_BODY_MS),
        },
      });
      if (fresh)
        after(() =>
          checks
            .holdOrLeave(() => checkOrder({ ctx, input: { approvalId } }))
            .catch((error) => log.error("device.check-failed", { approvalId, error })),
        );
      return new Response(null, { status: 201, headers: { "cache-control": "no-store" } });
    }),
  );
}
