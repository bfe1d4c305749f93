"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import type { CustomerLanguage } from "#lib/core/contracts/order.ts";
import { locales } from "#lib/core/flows/customer-words.ts";
import { rememberLanguage } from "../language-choice.ts";
import { directionOf, phoneStrings } from "../strings/catalogue.ts";
import type { PhoneStrings } from "../strings/phone-strings.ts";

interface LanguageValue {
  language: CustomerLanguage;
  locale: string;
  strings: PhoneStrings;
  /** Shows the app in this language from now on, in this browser; does not tell the bank. */
  show(language: CustomerLanguage): void;
}

const LanguageContext = createContext<LanguageValue | undefined>(undefined);

/** Holds the app's language and keeps `<html lang dir>` in step with it. */
export function LanguageProvider(props: { initial: CustomerLanguage; children: ReactNode }) {
  const [language, setLanguage] = useState(props.initial);
  const show = useCallback((next: CustomerLanguage) => {
    rememberLanguage(next);
    setLanguage(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  const value = useMemo(
    () => ({ language, locale: locales[language], strings: phoneStrings[language], show }),
    [language, show],
  );
  return <LanguageContext value={value}>{props.children}</LanguageContext>;
}

export function useLanguage(): LanguageValue {
  const value = useContext(LanguageContext);
  if (!value) throw new Error("useLanguage outside of LanguageProvider");
  return value;
}

export const useStrings = (): PhoneStrings => useLanguage().strings;
