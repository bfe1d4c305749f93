import { log } from "#lib/platform/log.ts";
import { readForm } from "../http/read-body.ts";
import type { Context, Middleware } from "../http/route.ts";
import type { Issuer } from "../issuer.ts";
import { signedOutPage } from "../pages/message.ts";
import { sendPage } from "../pages/send.ts";
import { verifyIdToken } from "../tokens/verify.ts";

const path = "/session/end";
const parameters = ["post_logout_redirect_uri", "state", "client_id"] as const;

/**
 * RP-initiated logout with an `id_token_hint`: ends the session that issued that ID token at once,
 * from a browser or from a server, without a question. A CIBA approval's ID token ends its grant.
 * Without a hint oidc-provider asks on a page of its own.
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html
 */
export function endSession(issuer: Issuer): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== path || (ctx.method !== "GET" && ctx.method !== "POST")) {
      await next();
      return;
    }
    const input =
      ctx.method === "POST" ? await readForm(ctx.req) : new URLSearchParams(ctx.querystring);
    const hint = input.get("id_token_hint");
    if (!hint) {
      await withoutHint(issuer, ctx, next, input);
      return;
    }
    ctx.set("cache-control", "no-store");
    const claims = await verifyIdToken(issuer, hint);
    if (!claims || (input.get("client_id") ?? claims.aud) !== claims.aud)
      return refuse(ctx, "id_token_hint is not an ID token of this issuer for this client");
    const goOn = input.get("post_logout_redirect_uri");
    const client = issuer.clients.find(({ client_id }) => client_id === claims.aud);
    if (goOn !== null && !client?.post_logout_redirect_uris?.includes(goOn))
      return refuse(ctx, "post_logout_redirect_uri is not registered");
    if (claims.sid) await endAll(issuer, claims.sid);
    await endCookieSession(issuer, ctx, claims.sub);
    if (goOn === null) return sendPage(ctx, 200, signedOutPage(issuer));
    const destination = new URL(goOn);
    const state = input.get("state");
    if (state !== null) destination.searchParams.set("state", state);
    ctx.status = 303;
    ctx.redirect(destination.href);
  };
}

async function endAll(issuer: Issuer, sid: string): Promise<void> {
  const signedOut = await issuer.sessions.endBySid(sid);
  const grantId = await issuer.ciba.end(sid);
  if (grantId) await issuer.sessions.revokeGrant(grantId);
  log.info("op.logout", { state: signedOut ? "session" : grantId ? "approval" : "nothing" });
}

/** A browser that shows the ID token of the person who is signed in here is signed out here. */
async function endCookieSession({ provider, sessions }: Issuer, ctx: Context, sub: string) {
  const session = await provider.Session.get(ctx);
  if (session.accountId !== sub || !session.uid) return;
  await sessions.endByUid(session.uid);
}

/** oidc-provider parses the body itself and would find it gone: it gets the same as a GET. */
async function withoutHint(
  { provider, url }: Issuer,
  ctx: Context,
  next: () => Promise<unknown>,
  input: URLSearchParams,
): Promise<void> {
  const session = await provider.Session.get(ctx);
  if (!session.accountId) return sendPage(ctx, 200, signedOutPage({ url }));
  if (ctx.method === "GET") {
    await next();
    return;
  }
  const query = new URLSearchParams();
  for (const name of parameters) {
    const value = input.get(name);
    if (value !== null) query.set(name, value);
  }
  ctx.status = 303;
  ctx.redirect(`${url}${path}?${query}`);
}

function refuse(ctx: Context, description: string): void {
  ctx.status = 400;
  ctx.body = { error: "invalid_request", error_description: description };
}
