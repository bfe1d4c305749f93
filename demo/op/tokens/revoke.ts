import { readForm } from "../http/read-body.ts";
import type { Middleware } from "../http/route.ts";
import type { Issuer } from "../issuer.ts";
import { authenticateClient } from "./authenticate-client.ts";
import { verifyAccessToken } from "./verify.ts";

/**
 * RFC 7009 for JWT access tokens, which oidc-provider cannot revoke, and for refresh tokens.
 * A token of another client, or of nobody, is answered like one that was revoked.
 */
export function revokeToken(issuer: Issuer): Middleware {
  return async (ctx) => {
    const form = await readForm(ctx.req);
    const client = await authenticateClient(issuer, ctx, form);
    if (!client) return;
    const token = form.get("token");
    if (!token) {
      ctx.status = 400;
      ctx.body = { error: "invalid_request", error_description: "token is missing" };
      return;
    }
    const claims = await verifyAccessToken(issuer, token);
    if (claims?.client_id === client.clientId)
      await issuer.database.query(
        `insert into revoked_tokens (issuer, jti, expires_at) values ($1, $2, to_timestamp($3))
         on conflict do nothing`,
        [issuer.name, claims.jti, claims.exp],
      );
    if (!claims) await revokeRefreshToken(issuer, client.clientId, token);
    ctx.status = 200;
    ctx.body = "";
  };
}

async function revokeRefreshToken({ provider, sessions }: Issuer, clientId: string, token: string) {
  const found = await provider.RefreshToken.find(token);
  if (found?.clientId === clientId && found.grantId) await sessions.revokeGrant(found.grantId);
}
