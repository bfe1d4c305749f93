import type { KoaContextWithOIDC } from "oidc-provider";

/** Runs before oidc-provider's own routes; `ctx.oidc` is only there after one of those matched. */
export type Middleware = (ctx: Context, next: () => Promise<unknown>) => Promise<void>;
export type Context = KoaContextWithOIDC;

/** A middleware for one method and path (below the issuer), passing everything else on. */
export function route(method: "GET" | "POST", path: string, handle: Middleware): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== method || ctx.path !== path) {
      await next();
      return;
    }
    ctx.set("cache-control", "no-store");
    await handle(ctx, next);
  };
}
