"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { CustomerLanguage } from "#lib/core/contracts/order.ts";
import { PhoneFailure } from "../api/phone-failure.ts";
import { AnnouncerProvider } from "./announcer.tsx";
import { LanguageProvider } from "./language.tsx";

/** What every page of the phone stands in: language, server state, live region. */
export function PhoneProviders(props: { language: CustomerLanguage; children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            // Our own calls know when the phone is offline and say so; a paused query would not.
            networkMode: "always",
            refetchOnWindowFocus: "always",
            refetchOnReconnect: "always",
            retry: (failures, error) =>
              failures < 2 && !(error instanceof PhoneFailure && error.kind === "refused"),
            retryDelay: (failures) => Math.min(4_000, 500 * 2 ** failures),
          },
        },
      }),
  );
  return (
    <QueryClientProvider client={client}>
      <LanguageProvider initial={props.language}>
        <AnnouncerProvider>{props.children}</AnnouncerProvider>
      </LanguageProvider>
    </QueryClientProvider>
  );
}
