import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { PhoneProviders } from "#lib/ui/phone/hooks/phone-providers.tsx";
import { languageCookie, pickLanguage } from "#lib/ui/phone/language-choice.ts";
import { directionOf, phoneStrings } from "#lib/ui/phone/strings/catalogue.ts";
import "./phone.css";

/** The customer's language for the first paint; afterwards the app follows the bank's record. */
async function firstLanguage() {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return pickLanguage(jar.get(languageCookie)?.value, head.get("accept-language"));
}

export async function generateMetadata(): Promise<Metadata> {
  const t = phoneStrings[await firstLanguage()];
  return {
    title: t.appTitle,
    description: t.promise,
    manifest: "/phone/manifest.webmanifest",
    icons: {
      icon: [{ url: "/phone/icon.svg", type: "image/svg+xml" }],
      apple: "/phone/icon-180.png",
    },
    appleWebApp: { capable: true, title: t.yourBank, statusBarStyle: "default" },
    // Account and call numbers are not telephone numbers to tap on.
    formatDetection: { telephone: false, email: false, address: false, date: false },
    robots: { index: false, follow: false },
    referrer: "no-referrer",
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#131c1f" },
  ],
};

export default async function DeviceLayout({ children }: { children: ReactNode }) {
  const language = await firstLanguage();
  return (
    // The language may change in the browser before React takes over.
    <html lang={language} dir={directionOf(language)} suppressHydrationWarning>
      <body>
        <PhoneProviders language={language}>{children}</PhoneProviders>
      </body>
    </html>
  );
}
