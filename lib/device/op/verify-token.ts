import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";
import { Refusal } from "#lib/core/errors.ts";
import type { Issuer } from "./issuer.ts";

const algorithms = ["PS256", "RS256", "ES256"];

/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1); refuses (401) anything else. */
export function bearerOf(header: string | null): string {
  const match = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(header ?? "");
  if (!match?.[1]) throw notAccepted();
  return match[1];
}

/**
 * Verifies a JWT of the customer issuer: signature, `iss`, `exp`, `nbf` and what `options` adds.
 * Throws a `Refusal`: 401 when the token is not good, 503 when the issuer's keys cannot be had.
 */
export async function verifyToken(
  issuer: Issuer,
  token: string,
  options: Pick<JWTVerifyOptions, "audience" | "requiredClaims">,
): Promise<{ payload: JWTPayload; headerType: string | undefined }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, issuer.keys, {
      ...options,
      issuer: issuer.url,
      algorithms,
      requiredClaims: ["exp", ...(options.requiredClaims ?? [])],
    });
    return { payload, headerType: protectedHeader.typ };
  } catch (error) {
    if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout))
      throw notAccepted(error);
    throw new Refusal("issuer_unreachable", "The sign-in service's keys cannot be had just now.", {
      status: 503,
      cause: error,
    });
  }
}

export function notAccepted(cause?: unknown): Refusal {
  return new Refusal("bearer_refused", "This token is not accepted here.", { status: 401, cause });
}
