import { type CustomerLanguage, customerLanguage } from "#lib/core/contracts/order.ts";

/** Not a secret: it only lets the first paint have the right language and direction. */
export const languageCookie = "countersign_language";

/**
 * The language of a first paint: the customer's earlier choice, else the browser's first wish that
 * we speak (RFC 9110 §12.5.4, without weights: browsers send them in order), else English.
 */
export function pickLanguage(
  chosen: string | undefined,
  acceptLanguage: string | null,
): CustomerLanguage {
  const earlier = customerLanguage.safeParse(chosen);
  if (earlier.success) return earlier.data;
  for (const wish of (acceptLanguage ?? "").split(",")) {
    const primary = customerLanguage.safeParse(wish.trim().slice(0, 2).toLowerCase());
    if (primary.success) return primary.data;
  }
  return "en";
}

/** Remembers the choice in this browser for a year. */
export function rememberLanguage(language: CustomerLanguage): void {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${languageCookie}=${language}; path=/; max-age=31536000; samesite=lax${secure}`;
}

/** The choice made in this browser, or undefined. */
export function rememberedLanguage(): CustomerLanguage | undefined {
  const value = new RegExp(`(?:^|; )${languageCookie}=([a-z]+)`).exec(document.cookie)?.[1];
  const parsed = customerLanguage.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
