import type { QueryClient } from "@tanstack/react-query";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { newerView, putView } from "#lib/core/requests/newer.ts";
import type { RequestStory } from "./actions.ts";

export const openKey = ["requests", "open"] as const;
export const requestKey = (id: string) => ["request", id] as const;

/** Puts a view wherever the cache holds its request; older ones change nothing. */
export function putIntoCache(client: QueryClient, view: RequestView): void {
  if (view.operatorIsMe)
    client.setQueryData<readonly RequestView[]>(openKey, (list) => putView(list ?? [], view));
  client.setQueryData<RequestStory>(requestKey(view.id), (known) => {
    const latest = newerView(known?.view, view);
    return latest === known?.view ? known : { view: latest, events: known?.events ?? [] };
  });
}

/** Puts a whole story into the cache, never going back to an older view. */
export function mergeStory(known: RequestStory | undefined, next: RequestStory): RequestStory {
  const newest = (known?.events.at(-1)?.version ?? 0) > (next.events.at(-1)?.version ?? 0);
  return {
    view: newerView(known?.view, next.view),
    events: known && newest ? known.events : next.events,
  };
}
