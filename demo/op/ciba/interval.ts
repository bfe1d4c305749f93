import type { Middleware } from "../http/route.ts";
import type { Issuer } from "../issuer.ts";

/** Adds `interval` to the answer to an authentication request, which oidc-provider leaves out. */
export function sayInterval({ settings }: Issuer): Middleware {
  return async (ctx, next) => {
    await next();
    const body = ctx.body as { auth_req_id?: unknown; interval?: number } | undefined;
    if (
      (ctx.oidc as typeof ctx.oidc | undefined)?.route === "backchannel_authentication" &&
      body?.auth_req_id
    )
      body.interval = settings.cibaIntervalSeconds;
  };
}
