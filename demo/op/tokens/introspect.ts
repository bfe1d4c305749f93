import { readForm } from "../http/read-body.ts";
import type { Middleware } from "../http/route.ts";
import type { Issuer } from "../issuer.ts";
import { authenticateClient } from "./authenticate-client.ts";
import { type AccessTokenClaims, verifyAccessToken } from "./verify.ts";

/**
 * RFC 7662 for JWT access tokens: active while unexpired, not revoked, and the session or approval
 * that it came from has not been ended.
 */
export function introspectToken(issuer: Issuer): Middleware {
  return async (ctx) => {
    const form = await readForm(ctx.req);
    if (!(await authenticateClient(issuer, ctx, form))) return;
    const claims = await verifyAccessToken(issuer, form.get("token") ?? "");
    ctx.status = 200;
    ctx.body =
      claims && (await isActive(issuer, claims))
        ? { active: true, token_type: claims.cnf?.jkt ? "DPoP" : "Bearer", ...claims }
        : { active: false };
  };
}

async function isActive(issuer: Issuer, { exp, jti, sid }: AccessTokenClaims): Promise<boolean> {
  if (exp * 1000 <= Date.now()) return false;
  const revoked = await issuer.database.query(
    "select 1 from revoked_tokens where issuer = $1 and jti = $2",
    [issuer.name, jti],
  );
  if (revoked.length > 0) return false;
  if (!sid) return true;
  return (await issuer.ciba.isLive(sid)) ?? (await issuer.sessions.isLive(sid));
}
