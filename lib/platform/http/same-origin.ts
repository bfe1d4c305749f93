import { Refusal } from "#lib/core/errors.ts";

/**
 * Refuses a request that another site's page made: `Origin` must be exactly ours where it is sent,
 * and `Sec-Fetch-Site` must not say "cross-site" or "same-site" (ports and sub-domains differ).
 */
export function requireSameOrigin(headers: Headers, publicUrl: string, needOrigin = true): void {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  const wrongOrigin = origin === null ? needOrigin : origin !== new URL(publicUrl).origin;
  if (wrongOrigin || (site !== null && site !== "same-origin" && site !== "none"))
    throw new Refusal("cross_origin", "This request did not come from our own page.", {
      status: 403,
    });
}
