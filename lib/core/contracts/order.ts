import { z } from "zod";
import { role } from "../operators/roles.ts";
import { canonicalDigest } from "./digest.ts";

export const orderId = z
  .string()
  .regex(/^ord_[0-9a-z]{20,32}$/)
  .brand("OrderId");
export type OrderId = z.infer<typeof orderId>;

export const customerLanguage = z.enum(["en", "de", "ar"]);
export type CustomerLanguage = z.infer<typeof customerLanguage>;

/** Where the customer is while the operator asks. */
export const contact = z.enum(["counter", "phone", "case"]);
export type Contact = z.infer<typeof contact>;

/**
 * The exact thing to be done, as the bank holds it. A signed document: hashed, so it keeps the
 * wire's spelling everywhere. `details` is the flow's own (`lib/core/flows`).
 * `nonce` is 128 bits of the bank's, so digests cannot be guessed from what is known of an order.
 */
export const order = z.strictObject({
  version: z.literal(1),
  id: orderId,
  flow: z.string().regex(/^[a-z][a-z-]{2,30}$/),
  client_id: z.string().min(1),
  customer_sub: z.string().min(1),
  customer_name: z.string().min(1),
  operator: z.strictObject({
    sub: z.string(),
    name: z.string(),
    role,
    branch_id: z.string(),
    branch_name: z.string(),
  }),
  contact,
  case_number: z.string().max(40).optional(),
  details: z.record(z.string(), z.unknown()),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  created_at: z.iso.datetime(),
});
export type Order = z.infer<typeof order>;

/** The digest that phone, bank and console compare: base64url, 43 characters. */
export function orderDigest(value: Order): Promise<string> {
  return canonicalDigest(value);
}

export const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * What travels through the OP beside the binding message: order id and digest, nothing else.
 * @see https://openid.net/specs/openid-financial-api-ciba-ID1.html (request_context)
 */
export const requestContext = z.strictObject({ order: orderId, digest });

/** Keycloak drops longer values silently, so the bound is checked where the value is made. */
export const requestContextMaxChars = 200;

export const orderStatus = z.enum([
  "draft",
  "open",
  "approved",
  "declined",
  "void",
  "expired",
  "executed",
]);
export type OrderStatus = z.infer<typeof orderStatus>;
