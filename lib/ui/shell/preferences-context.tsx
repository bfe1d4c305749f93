"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { type Preferences, preferencesCookieText, themeAttributes } from "./preferences.ts";

interface PreferencesState {
  value: Preferences;
  change: (part: Partial<Preferences>) => void;
}

const PreferencesContext = createContext<PreferencesState | undefined>(undefined);

export function PreferencesProvider({
  initial,
  children,
}: {
  initial: Preferences;
  children: ReactNode;
}) {
  const [value, setValue] = useState(initial);
  const state = useMemo<PreferencesState>(
    () => ({
      value,
      change(part) {
        const next = { ...value, ...part };
        setValue(next);
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
        document.cookie = preferencesCookieText(next);
        const attributes = themeAttributes(next);
        for (const name of ["data-theme", "data-contrast"] as const) {
          const wanted = attributes[name];
          if (wanted === undefined) document.documentElement.removeAttribute(name);
          else document.documentElement.setAttribute(name, wanted);
        }
      },
    }),
    [value],
  );
  return <PreferencesContext value={state}>{children}</PreferencesContext>;
}

export function usePreferences(): PreferencesState {
  const state = useContext(PreferencesContext);
  if (!state) throw new Error("no PreferencesProvider above");
  return state;
}
