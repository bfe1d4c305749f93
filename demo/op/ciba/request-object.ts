import { type Client, errors, type KoaContextWithOIDC } from "oidc-provider";

const maxLifetimeSeconds = 3_600;
const required = ["exp", "iat", "nbf", "jti"] as const;
const contexts = new WeakMap<KoaContextWithOIDC, unknown>();

/**
 * oidc-provider's question about a signed authentication request, before it checks the signature
 * (and `iss`, `aud`, `exp`, `nbf`). One is good once: a second of the same `jti` is refused.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#signed_auth_request
 */
export async function checkRequestObject(
  ctx: KoaContextWithOIDC,
  claims: Record<string, unknown>,
  header: Record<string, unknown>,
  client: Client,
): Promise<void> {
  if (header.typ !== undefined && header.typ !== "oauth-authz-req+jwt" && header.typ !== "JWT")
    throw new errors.InvalidRequestObject("Request Object has another typ");
  for (const name of required)
    if (claims[name] === undefined)
      throw new errors.InvalidRequestObject(`Request Object is missing the '${name}' claim`);
  const lifetime = Number(claims.exp) - Number(claims.nbf);
  if (!(lifetime > 0 && lifetime <= maxLifetimeSeconds))
    throw new errors.InvalidRequestObject("Request Object 'exp' claim too far from 'nbf' claim");
  await refuseRepeated(ctx, client, claims, errors.InvalidRequestObject);
  contexts.set(ctx, claims.request_context);
}

/** `request_context` as the signed request had it: oidc-provider makes "[object Object]" of one. */
export function signedRequestContext(ctx: KoaContextWithOIDC): unknown {
  return contexts.get(ctx);
}

/** @throws the error when this client has used this `jti` before */
export async function refuseRepeated(
  ctx: KoaContextWithOIDC,
  client: { clientId: string },
  claims: Record<string, unknown>,
  Refused: new (description: string) => Error,
): Promise<void> {
  const isNew =
    typeof claims.jti === "string" &&
    (await ctx.oidc.provider.ReplayDetection.unique(
      client.clientId,
      `${ctx.oidc.route}:${claims.jti}`,
      Number(claims.exp),
    ));
  if (!isNew) throw new Refused("this JWT was used before");
}
