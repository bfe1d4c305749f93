import { createRemoteJWKSet, type JWTVerifyGetKey } from "jose";
import * as client from "openid-client";

/** The customer issuer as this zone needs it: its keys, and itself as two of its clients. */
export interface Issuer {
  readonly url: string;
  /** The issuer's signing keys; rejects when the issuer cannot be reached. */
  readonly keys: JWTVerifyGetKey;
  configuration(credential: ClientCredential): Promise<client.Configuration>;
}

export interface ClientCredential {
  id: string;
  secret: string;
}

const TIMEOUT_SECONDS = 5;
const JWKS_COOLDOWN_MS = 5_000;

/**
 * Discovery happens at the first use and once; a failed one is forgotten, so that an OP that starts
 * after us is found at the next call.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
export function openIssuer(url: string): Issuer {
  const insecure = url.startsWith("http:");
  const configurations = new Map<string, Promise<client.Configuration>>();
  let keySet: Promise<JWTVerifyGetKey> | undefined;

  const discover = (credential: ClientCredential) =>
    client.discovery(
      new URL(url),
      credential.id,
      { client_secret: credential.secret },
      client.ClientSecretBasic(credential.secret),
      { timeout: TIMEOUT_SECONDS, execute: insecure ? [client.allowInsecureRequests] : [] },
    );

  const configuration = (credential: ClientCredential) => {
    const known = configurations.get(credential.id);
    if (known) return known;
    const found = discover(credential);
    configurations.set(credential.id, found);
    found.catch(() => configurations.delete(credential.id));
    return found;
  };

  const findKeySet = () => {
    keySet ??= discoverKeySet(url, insecure);
    keySet.catch(() => {
      keySet = undefined;
    });
    return keySet;
  };

  return {
    url,
    configuration,
    keys: async (header, token) => (await findKeySet())(header, token),
  };
}

async function discoverKeySet(url: string, insecure: boolean): Promise<JWTVerifyGetKey> {
  const found = await client.discovery(new URL(url), "keys", undefined, client.None(), {
    timeout: TIMEOUT_SECONDS,
    execute: insecure ? [client.allowInsecureRequests] : [],
  });
  const jwksUri = found.serverMetadata().jwks_uri;
  if (!jwksUri) throw new Error("the issuer publishes no keys");
  return createRemoteJWKSet(new URL(jwksUri), {
    cooldownDuration: JWKS_COOLDOWN_MS,
    timeoutDuration: TIMEOUT_SECONDS * 1000,
  });
}
