import { readFileSync } from "node:fs";
import { calculateJwkThumbprint, exportJWK, importJWK, importPKCS8, type JWK } from "jose";
import { z } from "zod";
import type { SigningAlg } from "#lib/core/ciba/client-settings.ts";
import { log } from "../log.ts";
import { fromFiles } from "./file-cache.ts";

export interface SigningKey {
  kid: string;
  alg: SigningAlg;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** Public half with kid, alg and use: what an OP may see. */
  publicJwk: JWK;
}

const privateKeySet = z.object({
  keys: z.array(z.looseObject({ kty: z.enum(["EC", "RSA"]), d: z.string() })).min(1),
});

/**
 * Private keys of a file: a JWK Set (RFC 7517, the first key signs) or one PKCS#8 PEM. Read again
 * when the file changes; while the new content is no keys, the old ones stay in use. P-256 keys sign ES256, RSA keys PS256; a key without `kid` gets its
 * thumbprint (RFC 7638).
 */
export function signingKeys(file: string): () => Promise<SigningKey[]> {
  let good: SigningKey[] | undefined;
  const read = fromFiles({
    files: [file],
    make: () =>
      readKeys(readFileSync(file, "utf8")).then(
        (keys) => {
          good = keys;
          return keys;
        },
        (error) => {
          log.error("keys.not-usable", { error });
          if (good) return good;
          throw error;
        },
      ),
    onFault: (error) => log.error("keys.not-read", { error }),
  });
  return async () => read();
}

async function readKeys(text: string): Promise<SigningKey[]> {
  if (text.trimStart().startsWith("-----BEGIN")) return [await fromPem(text)];
  const set = privateKeySet.parse(parseJson(text));
  return Promise.all(set.keys.map((jwk) => fromJwk(jwk as JWK)));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message repeats a piece of the text, which is a private key.
    throw new Error("the key file is neither JSON nor PEM");
  }
}

async function fromPem(text: string): Promise<SigningKey> {
  const asEc = await importPKCS8(text, "ES256", { extractable: true }).catch(() => undefined);
  const key = asEc ?? (await importPKCS8(text, "PS256", { extractable: true }));
  return fromJwk(await exportJWK(key));
}

async function fromJwk(jwk: JWK): Promise<SigningKey> {
  const alg: SigningAlg = jwk.kty === "EC" ? "ES256" : "PS256";
  const publicPart: JWK =
    jwk.kty === "EC"
      ? { kty: "EC", crv: jwk.crv ?? "", x: jwk.x ?? "", y: jwk.y ?? "" }
      : { kty: "RSA", n: jwk.n ?? "", e: jwk.e ?? "" };
  const kid = jwk.kid ?? (await calculateJwkThumbprint(publicPart));
  return {
    kid,
    alg,
    privateKey: (await importJWK(jwk, alg)) as CryptoKey,
    publicKey: (await importJWK(publicPart, alg, { extractable: true })) as CryptoKey,
    publicJwk: { ...publicPart, kid, alg, use: "sig" },
  };
}
