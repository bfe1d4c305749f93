import * as client from "openid-client";
import { log } from "#lib/platform/log.ts";
import { answeredStatus, isAnswerFault } from "./answer-fault.ts";
import { dpopHandle } from "./dpop-handle.ts";
import { pollingOp } from "./op-clients.ts";

const ID_TOKEN_MAX_AGE_SECONDS = 3_600;
const CLOCK_TOLERANCE_SECONDS = 30;
const grantType = "urn:openid:params:grant-type:ciba";

export interface CustomerTokens {
  accessToken: string;
  idToken: string;
  /** Seconds from now, as the OP said; undefined when it did not. */
  expiresInSeconds: number | undefined;
}

/**
 * What one token request told us. `unanswered`: the OP may have redeemed and its answer was lost.
 * `refused`: tokens came that we do not believe (they are revoked, never used).
 */
export type PollOutcome =
  | { kind: "pending"; retryAfterSeconds?: number }
  | { kind: "slow_down" }
  | { kind: "denied" }
  | { kind: "expired" }
  | { kind: "lost" }
  | { kind: "tokens"; tokens: CustomerTokens }
  | { kind: "refused"; accessToken?: string }
  | { kind: "client_refused" }
  | { kind: "unanswered" };

/**
 * One token request of the CIBA grant; never waits, never repeats. ID Token: signature by the OP's
 * keys, pinned alg, iss, aud, azp, exp by openid-client; `iat` age and **sub = the customer asked** here.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#token_request
 */
export async function pollToken(authReqId: string, customerSub: string): Promise<PollOutcome> {
  let answer: Awaited<ReturnType<typeof client.genericGrantRequest>>;
  try {
    const DPoP = await dpopHandle();
    answer = await client.genericGrantRequest(
      await pollingOp(),
      grantType,
      { auth_req_id: authReqId },
      DPoP ? { DPoP } : {},
    );
  } catch (error) {
    return outcomeOf(error);
  }
  const claims = answer.claims();
  if (!claims || !answer.id_token) return { kind: "refused", accessToken: answer.access_token };
  const now = Math.floor(Date.now() / 1000);
  const fault =
    claims.sub !== customerSub
      ? "sub"
      : [claims.aud].flat().length !== 1
        ? "aud"
        : claims.iat < now - ID_TOKEN_MAX_AGE_SECONDS || claims.iat > now + CLOCK_TOLERANCE_SECONDS
          ? "iat"
          : undefined;
  if (fault) {
    log.warn("op.token-refused", { reason: fault });
    return { kind: "refused", accessToken: answer.access_token };
  }
  return {
    kind: "tokens",
    tokens: {
      accessToken: answer.access_token,
      idToken: answer.id_token,
      expiresInSeconds: answer.expires_in,
    },
  };
}

function outcomeOf(error: unknown): PollOutcome {
  if (error instanceof client.ResponseBodyError) {
    switch (error.error) {
      case "authorization_pending": {
        const seconds = Number(error.response.headers.get("retry-after"));
        return seconds > 0 ? { kind: "pending", retryAfterSeconds: seconds } : { kind: "pending" };
      }
      case "slow_down":
        return { kind: "slow_down" };
      case "access_denied":
        return { kind: "denied" };
      case "expired_token":
        return { kind: "expired" };
      case "invalid_grant":
        return { kind: "lost" };
      case "invalid_client":
      case "unauthorized_client":
        return { kind: "client_refused" };
      default:
        // 409: two first redemptions met at the OP; asking again after the interval works.
        return error.status >= 500 || error.status === 409
          ? { kind: "unanswered" }
          : { kind: "lost" };
    }
  }
  if (error instanceof client.WWWAuthenticateChallengeError) return { kind: "client_refused" };
  const status = answeredStatus(error);
  // A 200 whose tokens did not verify: openid-client never hands them out.
  if (status === 200 || isAnswerFault(error)) {
    log.warn("op.token-refused", { reason: "verification", error });
    return { kind: "refused" };
  }
  return { kind: "unanswered" };
}
