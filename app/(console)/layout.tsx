import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { parsePreferences, preferencesCookie, themeAttributes } from "#lib/ui/shell/preferences.ts";
import { PreferencesProvider } from "#lib/ui/shell/preferences-context.tsx";
import "./console.css";

export const metadata: Metadata = {
  title: { default: "Countersign", template: "%s · Countersign" },
  description: "Ask customers to approve on their own phone.",
  icons: { icon: "/icon.svg" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

/** The document of every operator page. The theme comes from a cookie, so nothing flashes. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const preferences = parsePreferences((await cookies()).get(preferencesCookie)?.value);
  return (
    <html lang="en" {...themeAttributes(preferences)}>
      <body>
        <PreferencesProvider initial={preferences}>{children}</PreferencesProvider>
      </body>
    </html>
  );
}
