import { z } from "zod";
import { canonicalBytes, fromBase64url } from "./digest.ts";
import { customerLanguage, digest } from "./order.ts";

export const decision = z.enum(["approved", "declined", "reported"]);
export type Decision = z.infer<typeof decision>;

/**
 * What the phone signs: which order, what was decided, which words were on the screen, and which
 * approval (iss, azp, jti) it answers. `nonce` is the order's, so a signature fits one order only.
 */
export const receiptStatement = z.strictObject({
  version: z.literal(1),
  order_digest: digest,
  decision,
  language: customerLanguage,
  shown_text_hash: digest,
  iss: z.string(),
  azp: z.string(),
  jti: z.string(),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
});
export type ReceiptStatement = z.infer<typeof receiptStatement>;

/** The statement with the phone's ES256 signature (IEEE P1363, base64url) and the pinned key's id. */
export const receipt = z.strictObject({
  statement: receiptStatement,
  authenticator_id: z.string(),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
  decided_at: z.iso.datetime(),
});
export type Receipt = z.infer<typeof receipt>;

/** Public half of the phone's key, P-256, as a JWK (RFC 7517). */
export const publicKeyJwk = z.strictObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type PublicKeyJwk = z.infer<typeof publicKeyJwk>;

const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** True only if `key` signed exactly this statement (ECDSA P-256, SHA-256 over its RFC 8785 form). */
export async function verifyReceiptSignature(value: Receipt, key: PublicKeyJwk): Promise<boolean> {
  const imported = await crypto.subtle.importKey("jwk", key, ecdsa, false, ["verify"]);
  return crypto.subtle.verify(
    ecdsa,
    imported,
    fromBase64url(value.signature),
    canonicalBytes(value.statement),
  );
}
