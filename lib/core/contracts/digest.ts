import canonicalize from "canonicalize";

/**
 * SHA-256 over the RFC 8785 canonical JSON of a value, base64url without padding (43 characters).
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export async function canonicalDigest(value: unknown): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", canonicalBytes(value))));
}

/** The UTF-8 bytes of the RFC 8785 canonical JSON: what is hashed and what is signed. */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("this value has no JSON form");
  return new TextEncoder().encode(text);
}

/** RFC 4648 §5 without padding. */
export function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The inverse of `base64url`; throws on anything else. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new TypeError("not base64url");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The check code: the first 30 bits of a digest as 6 Crockford base-32 characters ("7K2M9Q").
 * Helps two people to match two screens; it is no security by itself.
 */
export function checkCode(digest: string): string {
  const bytes = fromBase64url(digest);
  let bits = 0n;
  for (const byte of bytes.slice(0, 4)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 2n;
  let code = "";
  for (let i = 25n; i >= 0n; i -= 5n) code += crockford[Number((bits >> i) & 31n)];
  return code;
}

/** "7K2M9Q" → "7K2 M9Q". */
export function groupCheckCode(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}
