import { createHash } from "node:crypto";
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { opFetch } from "./client-keys.ts";
import { customerOp } from "./op-clients.ts";
import { type CustomerTokens, isDowngraded, lifetimeOf } from "./poll-token.ts";

const pushed = z.looseObject({
  auth_req_id: z.string(),
  access_token: z.string().min(1),
  token_type: z.string(),
  id_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: z.number().int().positive().optional(),
});
const rtHash = "urn:openid:params:jwt:claim:rt_hash";
const authReqId = "urn:openid:params:jwt:claim:auth_req_id";

/** An unknown key id makes us read the OP's keys again, at most this often: it may have rotated. */
const KEYS_REFETCH_MS = 2_000;
const CLOCK_TOLERANCE_SECONDS = 30;
const RETRY_MS = 2_000;

let keys: ReturnType<typeof createRemoteJWKSet> | undefined;

export type VerifiedPush = { ok: true; tokens: CustomerTokens } | { ok: false; fault: string };

/**
 * Verifies a token push before anything of it is believed: signature by the OP's keys, pinned alg,
 * iss, one aud, exp, iat age, sub = the customer asked, `at_hash` of the access token, `rt_hash` of a
 * refresh token, and the `auth_req_id` claim.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#token_push
 */
export async function verifyPush(body: unknown, customerSub: string): Promise<VerifiedPush> {
  const parsed = pushed.safeParse(body);
  if (!parsed.success) return { ok: false, fault: "shape" };
  const { data } = parsed;
  const config = consoleConfig();
  keys ??= createRemoteJWKSet(new URL((await customerOp()).serverMetadata().jwks_uri ?? ""), {
    [customFetch]: opFetch() as never,
    cooldownDuration: KEYS_REFETCH_MS,
  });
  let claims: JWTPayload;
  try {
    const { payload } = await jwtVerify(data.id_token, keys, {
      issuer: config.CONSOLE_CUSTOMER_ISSUER,
      audience: config.CONSOLE_CIBA_CLIENT_ID,
      algorithms: [config.CONSOLE_CIBA_ID_TOKEN_ALG],
      requiredClaims: ["iss", "sub", "aud", "exp", "iat", "at_hash", authReqId],
      maxTokenAge: "1 hour",
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    claims = payload;
  } catch (error) {
    // The OP's keys could not be had: that says nothing about the token. It is to come again.
    if (!(error instanceof errors.JOSEError) || keysNotHad(error))
      throw new Refusal("keys_unreachable", "Our provider's keys cannot be had. Send it again.", {
        status: 503,
        retryAt: new Date(Date.now() + RETRY_MS),
        cause: error,
      });
    return { ok: false, fault: "id_token" };
  }
  const fault =
    claims.sub !== customerSub
      ? "sub"
      : [claims.aud].flat().length !== 1
        ? "aud"
        : claims.azp !== undefined && claims.azp !== config.CONSOLE_CIBA_CLIENT_ID
          ? "azp"
          : isDowngraded(data.token_type)
            ? "token_type"
            : claims.at_hash !== halfHash(data.access_token)
              ? "at_hash"
              : claims[authReqId] !== data.auth_req_id
                ? "auth_req_id"
                : data.refresh_token !== undefined &&
                    claims[rtHash] !== halfHash(data.refresh_token)
                  ? "rt_hash"
                  : undefined;
  if (fault) return { ok: false, fault };
  return {
    ok: true,
    tokens: {
      accessToken: data.access_token,
      idToken: data.id_token,
      ...lifetimeOf(data.expires_in, {
        iat: claims.iat as number,
        auth_time: typeof claims.auth_time === "number" ? claims.auth_time : undefined,
      }),
    },
  };
}

/** jose's errors of reading the key set: a time-out, a status other than 200, no JSON, no key set. */
function keysNotHad(error: errors.JOSEError): boolean {
  return (
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === "ERR_JOSE_GENERIC"
  );
}

/** Left half of the SHA-256 (both pinned algorithms use it), base64url: OpenID Connect Core §3.1.3.6. */
function halfHash(token: string): string {
  return createHash("sha256").update(token, "ascii").digest().subarray(0, 16).toString("base64url");
}
