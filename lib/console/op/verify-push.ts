import { createHash } from "node:crypto";
import { createRemoteJWKSet, customFetch, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { ownFetch } from "./client-keys.ts";
import { customerOp } from "./op-clients.ts";
import type { CustomerTokens } from "./poll-token.ts";

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
  const send = ownFetch();
  keys ??= createRemoteJWKSet(
    new URL((await customerOp()).serverMetadata().jwks_uri ?? ""),
    send ? { [customFetch]: send as never } : {},
  );
  let claims: JWTPayload;
  try {
    const { payload } = await jwtVerify(data.id_token, keys, {
      issuer: config.CONSOLE_CUSTOMER_ISSUER,
      audience: config.CONSOLE_CIBA_CLIENT_ID,
      algorithms: [config.CONSOLE_CIBA_ID_TOKEN_ALG],
      requiredClaims: ["iss", "sub", "aud", "exp", "iat", "at_hash", authReqId],
      maxTokenAge: "1 hour",
      clockTolerance: 30,
    });
    claims = payload;
  } catch {
    return { ok: false, fault: "id_token" };
  }
  const fault =
    claims.sub !== customerSub
      ? "sub"
      : [claims.aud].flat().length !== 1
        ? "aud"
        : claims.at_hash !== halfHash(data.access_token)
          ? "at_hash"
          : claims[authReqId] !== data.auth_req_id
            ? "auth_req_id"
            : data.refresh_token !== undefined && claims[rtHash] !== halfHash(data.refresh_token)
              ? "rt_hash"
              : undefined;
  if (fault) return { ok: false, fault };
  return {
    ok: true,
    tokens: {
      accessToken: data.access_token,
      idToken: data.id_token,
      expiresInSeconds: data.expires_in,
    },
  };
}

/** Left half of the SHA-256 (both pinned algorithms use it), base64url: OpenID Connect Core §3.1.3.6. */
function halfHash(token: string): string {
  return createHash("sha256").update(token, "ascii").digest().subarray(0, 16).toString("base64url");
}
