import { z } from "zod";

/**
 * What the OP's HTTP authentication channel posts to the device zone: exactly these keys, plus
 * `leakedKeys`; a request with any other key is refused (facts: unknown parameters are copied in).
 * @see https://www.keycloak.org/docs/latest/server_admin/#_client_initiated_backchannel_authentication_grant
 */
export const channelRequest = z.strictObject({
  scope: z.string().max(500),
  binding_message: z.string().min(1).max(64),
  login_hint: z.string().min(1).max(255),
  is_consent_required: z.boolean().optional(),
  acr_values: z.string().max(255).optional(),
  request_context: z.string().max(200),
});
export type ChannelRequest = z.infer<typeof channelRequest>;

/** Claims of a signed request object or client assertion that an OP lets through; ignored, not refused. */
export const leakedKeys = [
  "iss",
  "aud",
  "exp",
  "nbf",
  "iat",
  "jti",
  "client_assertion_type",
] as const;

export const callbackStatus = z.enum(["SUCCEED", "UNAUTHORIZED", "CANCELLED"]);
export type CallbackStatus = z.infer<typeof callbackStatus>;
