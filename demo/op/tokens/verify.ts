import { compactVerify, decodeProtectedHeader, importJWK } from "jose";
import { z } from "zod";
import type { Issuer } from "../issuer.ts";
import type { Ps256Key, SigningKey } from "../keys.ts";

const idTokenClaims = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  sid: z.string().optional(),
  iat: z.number(),
});

const accessTokenClaims = z.looseObject({
  iss: z.string(),
  jti: z.string(),
  exp: z.number(),
  client_id: z.string(),
  sid: z.string().optional(),
  cnf: z.looseObject({ jkt: z.string().optional() }).optional(),
});
export type AccessTokenClaims = z.infer<typeof accessTokenClaims>;

type Signer = Pick<Issuer, "url" | "signingKey" | "ps256Key">;

/** An ID token of this issuer, however old (a logout hint may be). Undefined: not one of ours. */
export async function verifyIdToken(issuer: Signer, token: string) {
  const payload = await verify(issuer, token, (typ) => typ === undefined || typ === "JWT");
  const parsed = idTokenClaims.safeParse(payload);
  return parsed.success && parsed.data.iss === issuer.url ? parsed.data : undefined;
}

/** A JWT access token of this issuer, also an expired one. Undefined: not one of ours. */
export async function verifyAccessToken(
  issuer: Signer,
  token: string,
): Promise<AccessTokenClaims | undefined> {
  const payload = await verify(issuer, token, (typ) => typ === "at+jwt");
  const parsed = accessTokenClaims.safeParse(payload);
  return parsed.success && parsed.data.iss === issuer.url ? parsed.data : undefined;
}

async function verify(
  { ps256Key, signingKey }: Signer,
  token: string,
  isType: (typ: string | undefined) => boolean,
): Promise<unknown> {
  try {
    const signer = decodeProtectedHeader(token).alg === "PS256" ? ps256Key : signingKey;
    if (!signer) return undefined;
    const key = await importJWK(publicPart(signer), signer.alg);
    const { payload, protectedHeader } = await compactVerify(token, key, {
      algorithms: [signer.alg],
    });
    return isType(protectedHeader.typ) ? JSON.parse(new TextDecoder().decode(payload)) : undefined;
  } catch {
    return undefined;
  }
}

function publicPart(key: SigningKey | Ps256Key) {
  if (key.kty === "EC") return { kty: key.kty, crv: key.crv, x: key.x, y: key.y };
  return { kty: key.kty, n: key.n, e: key.e };
}
