"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

/** Shows a request until the returned function is called. */
type Show = (id: string) => () => void;

const IdContext = createContext<string | undefined>(undefined);
const ShowContext = createContext<Show>(() => () => {});

/** Remembers which request fills the screen: the tab's title and the key `c` are about that one. */
export function ShownRequestProvider({ children }: { children: ReactNode }) {
  const [id, setId] = useState<string>();
  const show = useCallback<Show>((next) => {
    setId(next);
    return () => setId((known) => (known === next ? undefined : known));
  }, []);
  return (
    <ShowContext value={show}>
      <IdContext value={id}>{children}</IdContext>
    </ShowContext>
  );
}

export function useShownRequest(): string | undefined {
  return useContext(IdContext);
}

/** Says that this request fills the screen for as long as the caller is there. */
export function useShowing(id: string): void {
  const show = useContext(ShowContext);
  useEffect(() => show(id), [show, id]);
}
