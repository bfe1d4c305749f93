import type { Html } from "./html.ts";

interface Answer {
  status: number;
  type: string;
  body: unknown;
  set(name: string, value: string): void;
}

/** Answers with a page. */
export function sendPage(ctx: Answer, status: number, page: Html): void {
  ctx.status = status;
  ctx.type = "html";
  ctx.set("cache-control", "no-store");
  ctx.body = page.text;
}

/**
 * Headers of every answer. No script at all; forms may lead on to the two applications, since
 * Chromium applies `form-action` to redirects as well.
 */
export function securityHeaders(applicationUrls: readonly string[]): Record<string, string> {
  const applications = applicationUrls.map((url) => new URL(url).origin).join(" ");
  return {
    "content-security-policy": [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self' data:",
      `form-action 'self' ${applications}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
  };
}
