import { consoleConfig } from "#lib/platform/config/console.ts";

/** Name of the session cookie; next-auth's own, `__Secure-` on https. */
export function sessionCookieName(): string {
  const secure = consoleConfig().CONSOLE_PUBLIC_URL.startsWith("https:");
  return `${secure ? "__Secure-" : ""}next-auth.session-token`;
}
