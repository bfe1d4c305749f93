"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";
import { ServerClock } from "./server-clock.ts";

const ClockContext = createContext<ServerClock | undefined>(undefined);

/** Gives the tree one clock. `serverNow` is the instant at which the page was made. */
export function ClockProvider({ serverNow, children }: { serverNow: string; children: ReactNode }) {
  const [clock] = useState(() => new ServerClock(serverNow));
  return <ClockContext value={clock}>{children}</ClockContext>;
}

export function useClock(): ServerClock {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error("no ClockProvider above");
  return clock;
}

/** The server's time in milliseconds; draws again once a second. */
export function useNow(): number {
  const clock = useClock();
  return useSyncExternalStore(clock.subscribe, clock.read, clock.readAtStart);
}
