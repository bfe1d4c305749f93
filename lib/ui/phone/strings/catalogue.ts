import type { CustomerLanguage } from "#lib/core/contracts/order.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { PhoneStrings } from "./phone-strings.ts";

export const phoneStrings: Record<CustomerLanguage, PhoneStrings> = { en, de, ar };

/** Each language in its own words, in the order of the settings page. */
export const languageNames: readonly { language: CustomerLanguage; name: string }[] = [
  { language: "en", name: "English" },
  { language: "de", name: "Deutsch" },
  { language: "ar", name: "العربية" },
];

export const directionOf = (language: CustomerLanguage): "ltr" | "rtl" =>
  language === "ar" ? "rtl" : "ltr";
