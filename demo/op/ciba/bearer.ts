import { importJWK, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { SigningKey } from "../keys.ts";

const claims = z.object({
  jti: z.string().min(1),
  azp: z.string().min(1),
  sub: z.string().min(1),
  typ: z.literal("Bearer"),
});
export type ChannelBearer = z.infer<typeof claims>;

/** The issuer that a bearer is of: its identifier and key. */
interface Signer {
  url: string;
  signingKey: SigningKey;
}

/**
 * The JWT that goes to the device with a request and comes back with the decision, with the claims
 * of Keycloak's `HttpAuthenticationChannelProvider`: exp iat jti iss aud sub typ azp. Whoever holds
 * it can decide.
 */
export async function signBearer(
  issuer: Signer,
  input: { jti: string; clientId: string; sub: string; expiresInSeconds: number },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ typ: "Bearer", azp: input.clientId })
    .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: issuer.signingKey.kid })
    .setIssuer(issuer.url)
    .setAudience(issuer.url)
    .setSubject(input.sub)
    .setJti(input.jti)
    .setIssuedAt(now)
    .setExpirationTime(now + input.expiresInSeconds)
    .sign(await importJWK(issuer.signingKey, "ES256"));
}

/** The bearer's claims, or undefined when it is not a live one of this issuer. */
export async function verifyBearer(
  issuer: Signer,
  bearer: string,
): Promise<ChannelBearer | undefined> {
  const { d: _, ...publicKey } = issuer.signingKey;
  try {
    const { payload } = await jwtVerify(bearer, await importJWK(publicKey, "ES256"), {
      algorithms: ["ES256"],
      issuer: issuer.url,
      audience: issuer.url,
      typ: "JWT",
    });
    return claims.parse(payload);
  } catch {
    return undefined;
  }
}
