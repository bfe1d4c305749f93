import type { RequestState } from "#lib/core/contracts/request.ts";
import { Refusal } from "#lib/core/errors.ts";
import { log } from "#lib/platform/log.ts";
import { readDelivery } from "../device/device-api.ts";
import { verifyPush } from "../op/verify-push.ts";
import { denyRequest } from "../requests/deny-request.ts";
import { expireRequest } from "../requests/expire-request.ts";
import { failRequest } from "../requests/fail-request.ts";
import { grantRequest } from "../requests/grant-request.ts";

/**
 * Push: tokens or an error arrive by themselves. Believed only when every hash and claim fits, and
 * acknowledged only once stored. A push that comes again for a request that is over changes nothing.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#successful_token_push
 */
export async function receivePush(
  row: {
    id: string;
    orderId: string;
    state: RequestState;
    authReqIdHash: string | null;
    customerSub: string;
  },
  body: Record<string, unknown> & { auth_req_id: string },
): Promise<void> {
  if (row.state === "requested" || row.authReqIdHash === null)
    // Our own acknowledgement is not stored yet: the OP is to come again.
    throw new Refusal("too_early", "This request is not acknowledged yet. Send it again.", {
      status: 503,
      retryAt: new Date(Date.now() + 1_000),
    });
  if (row.state !== "pending") return;
  switch (body.error) {
    case undefined:
      break;
    case "access_denied":
      await denyRequest(row.id, await readDelivery(row.orderId).catch(() => undefined));
      return;
    case "expired_token":
      await expireRequest(row.id);
      return;
    default:
      await failRequest(row.id, "op_refused");
      return;
  }
  const verified = await verifyPush(body, row.customerSub);
  if (verified.ok) {
    await grantRequest(row.id, verified.tokens);
    return;
  }
  log.warn("push.refused", { requestId: row.id, reason: verified.fault });
  await failRequest(row.id, "token_invalid");
}
