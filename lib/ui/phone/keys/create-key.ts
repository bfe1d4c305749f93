import { type PublicKeyJwk, publicKeyJwk } from "#lib/core/contracts/receipt.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;

export interface NewKey {
  privateKey: CryptoKey;
  publicKeyJwk: PublicKeyJwk;
}

/** A fresh P-256 pair whose private half cannot be exported, and its public half as a JWK. */
export async function createKey(): Promise<NewKey> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { privateKey: pair.privateKey, publicKeyJwk: publicKeyJwk.parse({ kty, crv, x, y }) };
}

/** Imports a private JWK so that it can sign but never be exported again (demo hand-over only). */
export function importPrivateKey(jwk: JsonWebKey): Promise<CryptoKey> {
  const { kty, crv, x, y, d } = jwk;
  return crypto.subtle.importKey(
    "jwk",
    { kty, crv, x, y, d, ext: true } as JsonWebKey,
    algorithm,
    false,
    ["sign"],
  );
}

/** Web cryptography exists only in secure contexts: https, or localhost and its subdomains. */
export function canHoldKeys(): boolean {
  return typeof crypto !== "undefined" && crypto.subtle !== undefined && "indexedDB" in globalThis;
}
