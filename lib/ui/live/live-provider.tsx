"use client";

import { QueryClient, QueryClientProvider, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { consoleFrame } from "#lib/core/contracts/events.ts";
import type { RequestView } from "#lib/core/contracts/request.ts";
import type { RequestActions } from "./actions.ts";
import { leaveForSignIn } from "./ask-server.ts";
import { ClockProvider, useClock } from "./clock-context.tsx";
import { openEvents, type StreamState } from "./event-stream.ts";
import { openKey, putIntoCache } from "./request-cache.ts";

interface Live {
  actions: RequestActions;
  stream: StreamState;
}

const LiveContext = createContext<Live | undefined>(undefined);

/**
 * Everything live under it: the cache of requests, the server's clock and the one event stream of
 * this tab, whose frames go into the cache and nowhere else.
 */
export function LiveProvider({
  actions,
  initialOpen,
  serverNow,
  children,
}: {
  actions: RequestActions;
  initialOpen: RequestView[];
  serverNow: string;
  children: ReactNode;
}) {
  const [client] = useState(() => {
    const made = new QueryClient({
      defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 1 } },
    });
    made.setQueryData<readonly RequestView[]>(openKey, initialOpen);
    return made;
  });
  return (
    <QueryClientProvider client={client}>
      <ClockProvider serverNow={serverNow}>
        <Stream actions={actions}>{children}</Stream>
      </ClockProvider>
    </QueryClientProvider>
  );
}

function Stream({ actions, children }: { actions: RequestActions; children: ReactNode }) {
  const client = useQueryClient();
  const clock = useClock();
  const [stream, setStream] = useState<StreamState>("connecting");
  useEffect(
    () =>
      openEvents({
        onState: setStream,
        onFrame(type, data) {
          const frame = consoleFrame.safeParse({ type, data });
          if (!frame.success) return;
          switch (frame.data.type) {
            case "request":
              clock.sync(frame.data.data.serverNow);
              putIntoCache(client, frame.data.data);
              return;
            case "caught-up":
              clock.sync(frame.data.data.serverNow);
              void client.invalidateQueries({ queryKey: openKey });
              return;
            case "signed-out":
              leaveForSignIn(frame.data.data.reason);
          }
        },
      }),
    [client, clock],
  );
  return <LiveContext value={{ actions, stream }}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("no LiveProvider above");
  return live;
}
