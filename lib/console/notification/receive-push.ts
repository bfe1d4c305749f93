import type { RequestState } from "#lib/core/contracts/request.ts";
import { Refusal } from "#lib/core/errors.ts";
import { log } from "#lib/platform/log.ts";
import { database } from "../database.ts";
import { settleDenial } from "../engine/settle-denial.ts";
import { revokeToken } from "../op/end-tokens.ts";
import { verifyPush } from "../op/verify-push.ts";
import { expireRequest } from "../requests/expire-request.ts";
import { failRequest } from "../requests/fail-request.ts";
import { grantRequest } from "../requests/grant-request.ts";

/**
 * Push: tokens or an error arrive by themselves. Believed only when every hash and claim fits, and
 * acknowledged only once stored. A push that comes again for a request that is over changes nothing;
 * tokens that come too late are revoked, never used.
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
  if (row.state !== "pending") return endLateTokens(row, body);
  switch (body.error) {
    case undefined:
      break;
    case "access_denied":
      await settleDenial(row.id, row.orderId);
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
    if (await grantRequest(row.id, verified.tokens)) return;
    const now = await database()
      .selectFrom("requests")
      .where("id", "=", row.id)
      .select("state")
      .executeTakeFirstOrThrow();
    await endLateTokens({ ...row, state: now.state }, body);
    return;
  }
  log.warn("push.refused", { requestId: row.id, reason: verified.fault });
  await failRequest(row.id, "token_invalid");
}

/** Of a granted request it is the same push again: its tokens are in use. Of any other, too late. */
async function endLateTokens(
  row: { id: string; state: RequestState; customerSub: string },
  body: Record<string, unknown>,
): Promise<void> {
  if (row.state === "granted" || body.access_token === undefined) return;
  const verified = await verifyPush(body, row.customerSub);
  if (verified.ok)
    await revokeToken(verified.tokens.accessToken).catch((error) =>
      log.warn("tokens.late-not-revoked", { requestId: row.id, error }),
    );
}
