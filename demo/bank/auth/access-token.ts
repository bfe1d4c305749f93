import { decodeJwt, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import { refuse } from "../http/refuse.ts";

/** Asymmetric only: neither `none` nor a shared secret ever verifies. */
const algorithms = [
  "RS256",
  "PS256",
  "ES256",
  "ES384",
  "RS384",
  "PS384",
  "RS512",
  "PS512",
  "EdDSA",
  "Ed25519",
];
const clockToleranceSeconds = 5;

const claims = z.looseObject({
  iss: z.string(),
  sub: z.string().optional(),
  exp: z.number(),
  iat: z.number(),
  jti: z.string().optional(),
  azp: z.string().optional(),
  client_id: z.string().optional(),
  scope: z.string().default(""),
});

/** A verified access token (RFC 9068, or Keycloak's), in one form. */
export interface AccessToken {
  issuer: string;
  clientId: string;
  sub: string;
  jti: string | undefined;
  scopes: ReadonlySet<string>;
  claims: Readonly<Record<string, unknown>>;
}

export interface TrustedIssuer {
  issuer: string;
  keys: JWTVerifyGetKey;
}

/**
 * Verifies signature, issuer, audience and times. The issuer must be the one given: a token of the
 * other issuer is refused even if it is genuine. `field` names the header for the problem.
 */
export async function verifyAccessToken(
  token: string,
  trusted: TrustedIssuer,
  audience: string,
  field: string,
): Promise<AccessToken> {
  const invalid = (detail: string) => refuse("unauthenticated", detail, { field });
  try {
    if (decodeJwt(token).iss !== trusted.issuer)
      throw invalid("The token is of an issuer that is not trusted for this.");
    const { payload } = await jwtVerify(token, trusted.keys, {
      issuer: trusted.issuer,
      audience,
      algorithms,
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ["exp", "iat"],
    });
    const found = claims.parse(payload);
    const clientId = found.azp ?? found.client_id;
    if (clientId === undefined) throw invalid("The token does not name its client.");
    return {
      issuer: found.iss,
      clientId,
      sub: found.sub ?? "",
      jti: found.jti,
      scopes: new Set(found.scope.split(" ").filter(Boolean)),
      claims: found,
    };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof errors.JWTExpired) throw invalid("The token has expired. Get a new one.");
    if (error instanceof errors.JWTClaimValidationFailed)
      throw invalid(`The token's ${error.claim} does not fit.`);
    if (error instanceof errors.JOSEError || error instanceof z.ZodError)
      throw invalid("The token is not valid. Get a new one.");
    throw error;
  }
}
