"use client";

import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

const AnnounceContext = createContext<(text: string) => void>(() => {});

/** One polite live region for the whole app: it must be in the page before it first speaks. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: "", times: 0 });
  const announce = useCallback(
    (text: string) => setSaid((before) => ({ text, times: before.times + 1 })),
    [],
  );
  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" aria-live="polite" className="sr-only">
        <span key={said.times}>{said.text}</span>
      </div>
    </AnnounceContext>
  );
}

/** Says something to a screen reader, politely; the same words twice are said twice. */
export const useAnnounce = (): ((text: string) => void) => useContext(AnnounceContext);
