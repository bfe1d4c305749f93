import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";
import { z } from "zod";
import { refuse } from "../http/refuse.ts";

const metadata = z.looseObject({ issuer: z.string(), jwks_uri: z.url() });
const deadlineMs = 5000;

/**
 * The signing keys of one issuer, found by its discovery document and cached by jose.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
export function issuerKeys(issuer: string): JWTVerifyGetKey {
  let keys: JWTVerifyGetKey | undefined;
  return async (header, token) => {
    try {
      keys ??= createRemoteJWKSet(await discoverKeysUri(issuer), {
        timeoutDuration: deadlineMs,
        // A key unknown so far may be a new one: ask again, but not for every bad token.
        cooldownDuration: 5000,
      });
      return await keys(header, token);
    } catch (error) {
      // A key that the issuer does not have is the token's fault, all else the issuer's.
      if (error instanceof errors.JWKSNoMatchingKey) throw error;
      if (error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw refuse("issuer_unreachable", "The sign-in service's keys cannot be read. Try again.");
    }
  };
}

async function discoverKeysUri(issuer: string): Promise<URL> {
  const answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(deadlineMs),
    redirect: "error",
  });
  const found = metadata.parse(await answer.json());
  if (found.issuer !== issuer) throw new Error("discovery names another issuer");
  return new URL(found.jwks_uri);
}
