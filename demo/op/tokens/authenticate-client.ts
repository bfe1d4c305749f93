import { equalSecret } from "#lib/platform/random.ts";
import type { OpClient } from "../clients.ts";
import type { Context } from "../http/route.ts";
import type { Issuer } from "../issuer.ts";

/**
 * `client_secret_basic` (RFC 6749 §2.3.1) for the endpoints that oidc-provider does not serve.
 * Answers 401 itself and returns undefined when it does not hold.
 */
export function authenticateClient(issuer: Issuer, ctx: Context): OpClient | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(ctx.get("authorization"))?.[1] ?? "";
  const [id = "", secret = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":", 2);
  const client = issuer.clients.find(({ client_id }) => client_id === decode(id));
  if (client && equalSecret(client.client_secret, decode(secret))) return client;
  ctx.status = 401;
  ctx.set("www-authenticate", `Basic realm="${issuer.url}"`);
  ctx.body = { error: "invalid_client", error_description: "client authentication failed" };
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", "%20"));
  } catch {
    return "";
  }
}
