import { type NextRequest, NextResponse } from "next/server";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { deviceConfig } from "#lib/platform/config/device.ts";
import { zone } from "#lib/platform/config/zone.ts";
import { randomToken } from "#lib/platform/random.ts";

const devicePaths = ["/phone", "/api/phone", "/api/ciba/channel", "/api/follow"];
const sharedPaths = ["/api/health", "/_next", "/icon.svg"];

const under = (path: string, roots: readonly string[]) =>
  roots.some((root) => path === root || path.startsWith(`${root}/`));

/**
 * A process serves its own zone only, whatever is in the build; and every page says what a browser
 * may do with it. Verbs check the zone again: this is the first door, not the only one.
 */
export function proxy(request: NextRequest): NextResponse {
  const path = request.nextUrl.pathname;
  const isDevice = zone() === "device";
  if (isDevice && path === "/")
    return new NextResponse(null, { status: 307, headers: { location: "/phone" } });
  if (!under(path, sharedPaths) && under(path, devicePaths) !== isDevice)
    return NextResponse.json(
      {
        type: "about:blank",
        title: "This address does not exist here.",
        status: 404,
        code: "wrong_zone",
      },
      {
        status: 404,
        headers: {
          ...securityHeaders,
          "content-type": "application/problem+json",
          "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
          "cache-control": "no-store",
        },
      },
    );
  const policy = contentSecurityPolicy(
    randomToken(16),
    isDevice ? deviceConfig().DEVICE_CUSTOMER_ISSUER : consoleConfig().CONSOLE_STAFF_ISSUER,
  );
  // Next takes the nonce for its own scripts from the request's policy.
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-countersign-path", path + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  return response;
}

/** Scripts only with this answer's nonce; forms may lead on to the sign-in service, nothing else. */
function contentSecurityPolicy(nonce: string, signInService: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self' ${new URL(signInService).origin}`,
    "frame-ancestors 'none'",
  ].join("; ");
}

const securityHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
  "x-frame-options": "DENY",
};
