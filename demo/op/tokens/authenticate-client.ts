import authenticationSteps from "oidc-provider/lib/shared/client_auth.js";
import { log } from "#lib/platform/log.ts";
import type { Context } from "../http/route.ts";
import type { Issuer } from "../issuer.ts";

const parameters = [
  "client_id",
  "client_secret",
  "client_assertion",
  "client_assertion_type",
] as const;

/**
 * The client behind a request to an endpoint that oidc-provider does not serve, by any method that
 * it is registered with. Answers 401 itself and returns undefined when that does not hold.
 */
export async function authenticateClient(
  issuer: Issuer,
  ctx: Context,
  form: URLSearchParams,
): Promise<{ clientId: string } | undefined> {
  const { OIDCContext } = issuer.provider as unknown as {
    OIDCContext: new (ctx: Context) => Context["oidc"];
  };
  const oidc = new OIDCContext(ctx);
  const given = parameters.map((name) => [name, form.get(name) ?? undefined] as const);
  // The library expects assertions for one of its own endpoints; the issuer is fine for each.
  Object.assign(oidc, { route: "token", params: Object.fromEntries(given) });
  Object.defineProperty(ctx, "oidc", { value: oidc, configurable: true });
  try {
    await authenticationSteps[2](ctx, async () => undefined);
    if (oidc.client) return oidc.client;
  } catch (error) {
    if (!(error instanceof Error && "expose" in error)) log.error("op.failed", { error });
  }
  ctx.status = 401;
  ctx.set("www-authenticate", `Basic realm="${issuer.url}"`);
  ctx.body = { error: "invalid_client", error_description: "client authentication failed" };
  return undefined;
}
