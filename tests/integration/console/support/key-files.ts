import { mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from "jose";

/** A key file in a new folder, that a test writes and writes again. */
export function keyFile(content = ""): { path: string; write(text: string): void } {
  const path = join(mkdtempSync(join(tmpdir(), "countersign-keys-")), "keys");
  let seconds = Math.floor(Date.now() / 1000) - 1_000;
  const write = (text: string) => {
    writeFileSync(path, text);
    // Two writes in one tick of a coarse clock are still two.
    utimesSync(path, ++seconds, seconds);
  };
  write(content);
  return { path, write };
}

/** A private key as JWK (of a set) and as PEM. */
export async function privateKey(
  alg: "ES256" | "PS256",
  kid?: string,
): Promise<{ jwk: JWK; pem: string }> {
  const { privateKey: key } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(key)), alg, ...(kid ? { kid } : {}) };
  return { jwk, pem: await exportPKCS8(key) };
}

export const keySet = (...keys: JWK[]) => JSON.stringify({ keys });
