import { ENROLMENT_MS, PHONE_SESSION_MS } from "../tunables.ts";

/** Host-only cookies of the phone's host. `countersign_enrol` binds a login to one browser. */
export type PhoneCookie = "countersign_phone" | "countersign_enrol";

const livesMs: Record<PhoneCookie, number> = {
  countersign_phone: PHONE_SESSION_MS,
  countersign_enrol: ENROLMENT_MS,
};

/**
 * A Set-Cookie value; without a value the cookie is removed. Lax, not Strict: the way back from the
 * OP's login page is a cross-site navigation.
 * @see https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#section-4.1
 */
export function setCookie(publicUrl: string, name: PhoneCookie, value: string | undefined): string {
  return [
    `${name}=${value ?? ""}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${value === undefined ? 0 : Math.floor(livesMs[name] / 1000)}`,
    ...(publicUrl.startsWith("https:") ? ["Secure"] : []),
  ].join("; ");
}

/** One cookie of a `Cookie` header; only values that we could have made. */
export function readCookie(header: string | null, name: PhoneCookie): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name && value && /^[A-Za-z0-9_-]{43}$/.test(value)) return value;
  }
  return undefined;
}
