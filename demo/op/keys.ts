import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { z } from "zod";
import { type Keyring, keyring } from "#lib/platform/config/env.ts";
import { randomToken } from "#lib/platform/random.ts";
import type { IssuerName } from "./issuer.ts";

const privateKey = z.looseObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
  alg: z.literal("ES256"),
  use: z.literal("sig"),
});
export type SigningKey = z.infer<typeof privateKey>;

const ps256Key = z.looseObject({
  kty: z.literal("RSA"),
  n: z.string(),
  e: z.string(),
  d: z.string(),
  kid: z.string(),
  alg: z.literal("PS256"),
  use: z.literal("sig"),
});
export type Ps256Key = z.infer<typeof ps256Key>;

const keysFile = z.object({
  cookies: z.array(z.string().min(32)).min(1),
  sealing: keyring,
  signing: z.object({ staff: privateKey, customers: privateKey }),
  ps256: ps256Key.optional(),
});

export interface Keys {
  /** Cookie signing; the first signs, all verify. */
  cookies: string[];
  /** Seals what the database holds. */
  sealing: Keyring;
  /** ES256, one for each issuer. */
  signing: Record<IssuerName, SigningKey>;
  /** The customers' issuer's second key, once a client has wanted PS256. */
  ps256?: Ps256Key | undefined;
}

/**
 * The OP's own keys, from `keys.json` in the folder; made there at the first start (mode 0600).
 * They are kept out of the database, so that a copy of the database opens and forges nothing.
 */
export async function loadKeys(
  folder: string,
  { needsPs256 }: { needsPs256: boolean },
): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "keys.json");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    text = await makeKeys();
    await keep(path, text);
  }
  const stored: unknown = JSON.parse(text);
  const keys = keysFile.parse(stored);
  if (!needsPs256) return { ...keys, ps256: undefined };
  if (keys.ps256) return keys;
  const ps256 = await makePs256Key();
  await keep(path, JSON.stringify({ ...(stored as object), ps256 }));
  return { ...keys, ps256 };
}

async function keep(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

async function makePs256Key(): Promise<Ps256Key> {
  const { privateKey: key } = await generateKeyPair("PS256", { extractable: true });
  const kid = `customers-ps256-${randomToken(6)}`;
  return ps256Key.parse({ ...(await exportJWK(key)), kid, alg: "PS256", use: "sig" });
}

async function makeKeys(): Promise<string> {
  return JSON.stringify({
    cookies: [randomToken(32)],
    sealing: `1:${randomBytes(32).toString("base64url")}`,
    signing: { staff: await makeSigningKey("staff"), customers: await makeSigningKey("customers") },
  });
}

async function makeSigningKey(issuer: IssuerName) {
  const { privateKey: key } = await generateKeyPair("ES256", { extractable: true });
  const kid = `${issuer}-${randomToken(6)}`;
  return { ...(await exportJWK(key)), kid, alg: "ES256", use: "sig" };
}
