// Two modules of oidc-provider that have no types of their own. The version is pinned exactly.

declare module "oidc-provider/lib/actions/grants/ciba.js" {
  import type Provider from "oidc-provider";
  import type { KoaContextWithOIDC } from "oidc-provider";

  /** The library's own CIBA grant: finds, consumes, and issues the tokens of one request. */
  export function handler(
    provider: Provider,
    helpers: Record<string, unknown>,
    ctx: KoaContextWithOIDC,
  ): Promise<void>;
}

declare module "oidc-provider/lib/helpers/grants.js" {
  import type Provider from "oidc-provider";

  const helpers: Record<string, (provider: Provider, ...rest: unknown[]) => unknown>;
  export = helpers;
}
