import { randomBytes } from "node:crypto";
import { base64url } from "#lib/core/contracts/digest.ts";

const crockford = "0123456789abcdefghjkmnpqrstvwxyz";

/** "ord_" and 130 random bits in base 32. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBase32(26)}`;
}

/** The nonce of an order: 128 random bits, base64url, 22 characters. */
export function newNonce(): string {
  return base64url(randomBytes(16));
}

/** What bank and customer call an execution: "CS-7K2M-9QX4", 40 random bits. */
export function newReference(): string {
  const text = randomBase32(8).toUpperCase();
  return `CS-${text.slice(0, 4)}-${text.slice(4)}`;
}

function randomBase32(length: number): string {
  let text = "";
  for (const byte of randomBytes(length)) text += crockford[byte & 31];
  return text;
}
