// Modules of oidc-provider that have no types of their own. The version is pinned exactly.

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

declare module "oidc-provider/lib/helpers/jwt.js" {
  /** @throws when the signature or `iss`, `aud`, `exp`, `nbf` do not hold */
  export function verify(
    jwt: string,
    keystore: unknown,
    options: { issuer: string; audience: string; clockTolerance: number; ignoreAzp: boolean },
  ): Promise<{ payload: Record<string, unknown>; header: Record<string, unknown> }>;
}

declare module "oidc-provider/lib/shared/client_auth.js" {
  import type { KoaContextWithOIDC } from "oidc-provider";

  type Step = (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>;
  /** Refuses duplicates, sets the challenge, authenticates: in this order. */
  const steps: [Step, Step, Step];
  export default steps;
}
