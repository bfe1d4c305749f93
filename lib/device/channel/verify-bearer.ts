import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import type { DeviceContext } from "../context.ts";
import { bearerOf, notAccepted, verifyToken } from "../op/verify-token.ts";

/**
 * Exactly what an OP puts into the bearer of its authentication channel, and nothing else. An
 * ordinary access token has more (scope, sid, auth_time, client_id, …) and another audience: with
 * one, anybody who holds a token of a customer could put questions on that customer's phone.
 */
const bearerClaims = z.strictObject({
  iss: z.string(),
  aud: z.union([z.string(), z.tuple([z.string()]).transform(([only]) => only)]),
  sub: z.string().min(1).max(255),
  azp: z.string().min(1).max(255),
  jti: z.string().min(16).max(255),
  iat: z.number().int(),
  exp: z.number().int(),
  nbf: z.number().int().optional(),
  typ: z.literal("Bearer").optional(),
});

export interface ChannelBearer {
  token: string;
  iss: string;
  azp: string;
  sub: string;
  jti: string;
  expiresAt: Date;
}

/**
 * The channel's bearer from an `Authorization` header. Refuses 401: another issuer, a signature or a
 * time that does not hold, an audience that is not exactly the issuer, a client that is not one of
 * ours, any claim too many.
 */
export async function verifyBearer(
  ctx: DeviceContext,
  authorization: string | null,
): Promise<ChannelBearer> {
  const token = bearerOf(authorization);
  const { payload, headerType } = await verifyToken(ctx.issuer, token, {
    audience: ctx.issuer.url,
    requiredClaims: ["sub", "azp", "jti", "iat"],
  });
  const claims = bearerClaims.safeParse(payload);
  if (!claims.success || (headerType !== undefined && headerType.toUpperCase() !== "JWT"))
    throw notAccepted(claims.error);
  const { iss, aud, azp, sub, jti, exp } = claims.data;
  if (aud !== ctx.issuer.url) throw notAccepted();
  if (!ctx.config.DEVICE_CONSOLE_CLIENT_IDS.includes(azp))
    throw new Refusal("client_unknown", "This client asks no customers here.", { status: 401 });
  return { token, iss, azp, sub, jti, expiresAt: new Date(exp * 1000) };
}
