"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Me } from "../api/answers.ts";
import { readMe } from "../api/phone-api.ts";
import { isSignedOut } from "../api/phone-failure.ts";
import { useLanguage } from "./language.tsx";

export const meKey = ["phone", "me"] as const;

/** This phone and its customer; `null` when it is not enrolled. Follows the customer's language. */
export function useMe() {
  const query = useQuery<Me | null>({
    queryKey: meKey,
    queryFn: async () => {
      try {
        return await readMe();
      } catch (error) {
        if (isSignedOut(error)) return null;
        throw error;
      }
    },
    staleTime: 60_000,
    refetchInterval: (current) => (current.state.status === "error" ? 5_000 : false),
  });
  const { show } = useLanguage();
  const followed = useRef<string>(undefined);
  const language = query.data?.language;
  useEffect(() => {
    if (language === undefined || followed.current === language) return;
    followed.current = language;
    show(language);
  }, [language, show]);
  return query;
}
