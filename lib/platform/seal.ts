import { CompactEncrypt, compactDecrypt } from "jose";
import type { Keyring } from "./config/env.ts";

/**
 * Seals a secret for storage: JWE compact, `dir` with A256GCM, the key's id in `kid`.
 * `context` ("schema.table.column:rowId") is in the protected header and so authenticated: a value
 * moved to another row or column does not open.
 * @see https://www.rfc-editor.org/rfc/rfc7516
 */
export async function seal(keyring: Keyring, plaintext: string, context: string): Promise<string> {
  const key = keyring.keys.get(keyring.current);
  if (!key) throw new Error("the keyring has no current key");
  return new CompactEncrypt(new TextEncoder().encode(plaintext))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: keyring.current, ctx: context })
    .encrypt(key);
}

/** Opens what `seal` made for the same context; throws on any other. */
export async function unseal(keyring: Keyring, sealed: string, context: string): Promise<string> {
  const { plaintext, protectedHeader } = await compactDecrypt(
    sealed,
    (header) => {
      const key = keyring.keys.get(header.kid ?? "");
      if (!key) throw new Error(`no sealing key "${header.kid ?? ""}" in the configuration`);
      return key;
    },
    { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] },
  );
  if (protectedHeader.ctx !== context) throw new Error("a sealed value is not where it belongs");
  return new TextDecoder().decode(plaintext);
}
