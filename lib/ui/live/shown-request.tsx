"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

interface Shown {
  id: string | undefined;
  show: (id: string) => () => void;
}

const ShownContext = createContext<Shown>({ id: undefined, show: () => () => {} });

/** Remembers which request fills the screen: the tab's title and the key `c` are about that one. */
export function ShownRequestProvider({ children }: { children: ReactNode }) {
  const [id, setId] = useState<string>();
  const value = useMemo<Shown>(
    () => ({
      id,
      show(next) {
        setId(next);
        return () => setId((known) => (known === next ? undefined : known));
      },
    }),
    [id],
  );
  return <ShownContext value={value}>{children}</ShownContext>;
}

export function useShownRequest(): string | undefined {
  return useContext(ShownContext).id;
}

/** Says that this request fills the screen for as long as the caller is there. */
export function useShowing(id: string): void {
  const { show } = useContext(ShownContext);
  // `show` changes with every id; only its first effect matters, so it is not a dependency.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => show(id), [id]);
}
