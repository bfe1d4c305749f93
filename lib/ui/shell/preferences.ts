import { z } from "zod";

/** How the console looks and behaves on this computer; kept in a cookie, so no page flashes. */
const preferences = z.object({
  theme: z.enum(["system", "light", "dark"]).catch("system"),
  contrast: z.enum(["system", "more"]).catch("system"),
  sound: z.boolean().catch(true),
  /** Single-letter shortcuts; some people need them off (WCAG 2.1.4). */
  letterKeys: z.boolean().catch(true),
});
export type Preferences = z.infer<typeof preferences>;

export const preferencesCookie = "countersign_preferences";

/** The cookie's value → preferences; whatever is missing or odd is the default. */
export function parsePreferences(text: string | undefined): Preferences {
  try {
    return preferences.parse(JSON.parse(decodeURIComponent(text ?? "{}")));
  } catch {
    // A cookie that someone broke by hand is no cookie.
    return preferences.parse({});
  }
}

/** The `Set-Cookie`-like text for `document.cookie`: a year, this host only. */
export function preferencesCookieText(value: Preferences): string {
  const text = encodeURIComponent(JSON.stringify(value));
  return `${preferencesCookie}=${text}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

/** Attributes of <html> for a theme and contrast; absent means "as the system says". */
export function themeAttributes(value: Preferences): {
  "data-theme"?: "light" | "dark";
  "data-contrast"?: "more";
} {
  return {
    ...(value.theme === "system" ? {} : { "data-theme": value.theme }),
    ...(value.contrast === "more" ? { "data-contrast": "more" as const } : {}),
  };
}
