import * as client from "openid-client";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { log } from "#lib/platform/log.ts";
import { answerBehind, isAnswerFault, retryAfterSeconds } from "./answer-fault.ts";
import { dpopHandle } from "./dpop-handle.ts";
import { pollingOp } from "./op-clients.ts";

const ID_TOKEN_MAX_AGE_SECONDS = 3_600;
const CLOCK_TOLERANCE_SECONDS = 30;
/** A lifetime that an OP says beyond this is cut: nothing of ours lives that long. */
const LONGEST_TOKEN_SECONDS = 86_400;
const grantType = "urn:openid:params:grant-type:ciba";

export interface CustomerTokens {
  accessToken: string;
  idToken: string;
  /** Seconds from now, as the OP said; undefined when it did not. */
  expiresInSeconds: number | undefined;
  /** When the customer proved who they are: `auth_time` of the ID Token, or else its `iat`. */
  authenticatedAt: Date;
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
  | { kind: "unanswered"; retryAfterSeconds?: number };

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
        : claims.azp !== undefined && claims.azp !== consoleConfig().CONSOLE_CIBA_CLIENT_ID
          ? "azp"
          : claims.iat < now - ID_TOKEN_MAX_AGE_SECONDS ||
              claims.iat > now + CLOCK_TOLERANCE_SECONDS
            ? "iat"
            : isDowngraded(answer.token_type)
              ? "token_type"
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
      ...lifetimeOf(answer.expires_in, claims),
    },
  };
}

/** What a token answer and its verified ID Token say about time, in our own bounds. */
export function lifetimeOf(
  expiresIn: number | undefined,
  claims: { iat: number; auth_time?: number | undefined },
): Pick<CustomerTokens, "expiresInSeconds" | "authenticatedAt"> {
  const since = claims.auth_time ?? claims.iat;
  const isInstant = since > 0 && since <= claims.iat + CLOCK_TOLERANCE_SECONDS;
  return {
    expiresInSeconds:
      expiresIn === undefined ? undefined : Math.min(expiresIn, LONGEST_TOKEN_SECONDS),
    authenticatedAt: new Date((isInstant ? since : claims.iat) * 1000),
  };
}

/** A bearer token where we sent a DPoP proof is good in anybody's hands: not what we asked for. */
export function isDowngraded(tokenType: string): boolean {
  const isBound = tokenType.toLowerCase() === "dpop";
  return isBound !== (consoleConfig().CONSOLE_CIBA_TOKEN_BINDING === "dpop");
}

function outcomeOf(error: unknown): PollOutcome {
  const answer = answerBehind(error);
  const waitSeconds =
    error instanceof client.ResponseBodyError
      ? retryAfterSeconds(error.response.headers)
      : retryAfterSeconds(answer?.headers);
  const wait = waitSeconds === undefined ? {} : { retryAfterSeconds: waitSeconds };
  if (error instanceof client.ResponseBodyError) {
    switch (error.error) {
      case "authorization_pending":
        return { kind: "pending", ...wait };
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
      case "invalid_dpop_proof":
        return { kind: "client_refused" };
      case "use_dpop_nonce":
        // A second time in a row (the client library answers the first): its next nonce may do.
        return { kind: "unanswered" };
      default:
        // 409: two first redemptions met at the OP; 429: too many, not no. Asking again works.
        return [408, 409, 429].includes(error.status)
          ? { kind: "unanswered", ...wait }
          : { kind: "lost" };
    }
  }
  if (error instanceof client.WWWAuthenticateChallengeError) return { kind: "client_refused" };
  // A 200 whose tokens did not verify: openid-client never hands them out.
  if (answer?.status === 200 || isAnswerFault(error)) {
    log.warn("op.token-refused", { reason: "verification", error });
    return { kind: "refused" };
  }
  return { kind: "unanswered", ...wait };
}
