import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { randomToken } from "#lib/platform/random.ts";

/** What can be wrong with pushed tokens; each is one fault in an otherwise right push. */
export type PushFault =
  | "wrong_at_hash"
  | "missing_at_hash"
  | "wrong_rt_hash"
  | "missing_rt_hash"
  | "wrong_auth_req_id_claim"
  | "missing_auth_req_id_claim"
  /** The `auth_req_id` of the body is of no request. */
  | "wrong_auth_req_id"
  | "wrong_iss"
  | "wrong_aud"
  | "second_aud"
  | "wrong_sub"
  | "expired"
  | "issued_in_future"
  | "issued_long_ago"
  | "unknown_key"
  | "alg_none"
  | "missing_id_token"
  | "missing_access_token";

export interface Signer {
  publicJwk: JWK;
  /** A JWT of our key; `iat`, `exp` and `jti` are added where they are missing. */
  sign(claims: JWTPayload, header?: { typ?: string; foreign?: boolean }): Promise<string>;
}

/** An ES256 key of this OP, and one that it does not publish. */
export async function makeSigner(): Promise<Signer> {
  const own = await generateKeyPair("ES256", { extractable: true });
  const foreign = await generateKeyPair("ES256");
  const kid = randomToken(6);
  const publicJwk = { ...(await exportJWK(own.publicKey)), kid, alg: "ES256", use: "sig" };
  return {
    publicJwk,
    async sign(claims, header = {}) {
      const now = Math.floor(Date.now() / 1000);
      const whole = { iat: now, exp: now + 120, jti: randomToken(8), ...claims };
      return new SignJWT(whole)
        .setProtectedHeader({ alg: "ES256", kid, typ: header.typ ?? "JWT" })
        .sign((header.foreign ? foreign : own).privateKey);
    },
  };
}

const authReqIdClaim = "urn:openid:params:jwt:claim:auth_req_id";
const rtHashClaim = "urn:openid:params:jwt:claim:rt_hash";

/** The body of a push: right, but for that one fault. */
export async function tokenAnswer(input: {
  signer: Signer;
  issuer: string;
  clientId: string;
  request: { authReqId: string; sub: string; parameters: Record<string, unknown> };
  fault: PushFault | "right";
  withRefreshToken: boolean;
}): Promise<Record<string, unknown>> {
  const { clientId, fault, issuer, request, signer } = input;
  const is = (each: PushFault) => fault === each;
  const access_token = await signer.sign(
    {
      iss: issuer,
      sub: request.sub,
      aud: "bank-api",
      client_id: clientId,
      azp: clientId,
      scope: String(request.parameters.scope ?? "openid"),
    },
    { typ: "at+jwt" },
  );
  const refresh_token = input.withRefreshToken ? randomToken(32) : undefined;
  const now = Math.floor(Date.now() / 1000);
  const rtHash = refresh_token && { [rtHashClaim]: halfHash(refresh_token, is("wrong_rt_hash")) };
  const claims = {
    iss: is("wrong_iss") ? `${issuer}/other` : issuer,
    sub: is("wrong_sub") ? randomToken(12) : request.sub,
    aud: is("wrong_aud") ? "another" : is("second_aud") ? [clientId, "another"] : clientId,
    ...(is("second_aud") ? { azp: clientId } : {}),
    iat: is("issued_in_future") ? now + 3_600 : is("issued_long_ago") ? now - 7_200 : now,
    exp: is("expired") ? now - 120 : now + 900,
    auth_time: now,
    ...(is("missing_at_hash") ? {} : { at_hash: halfHash(access_token, is("wrong_at_hash")) }),
    ...(is("missing_rt_hash") ? {} : rtHash),
    ...(is("missing_auth_req_id_claim")
      ? {}
      : {
          [authReqIdClaim]: is("wrong_auth_req_id_claim") ? randomToken(24) : request.authReqId,
        }),
  };
  const id_token = is("alg_none")
    ? new UnsecuredJWT(claims).encode()
    : await signer.sign(claims, { foreign: is("unknown_key") });
  return {
    auth_req_id: is("wrong_auth_req_id") ? randomToken(24) : request.authReqId,
    ...(is("missing_access_token") ? {} : { access_token }),
    token_type: "Bearer",
    ...(refresh_token ? { refresh_token } : {}),
    expires_in: 120,
    ...(is("missing_id_token") ? {} : { id_token }),
  };
}

/** OpenID Connect Core §3.1.3.6: the left half of the SHA-256, of the value or of another one. */
function halfHash(value: string, wrong: boolean): string {
  const hashed = createHash("sha256")
    .update(wrong ? `${value}x` : value)
    .digest();
  return hashed.subarray(0, 16).toString("base64url");
}
