"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { RequestView } from "#lib/core/contracts/request.ts";
import type { ActionResult } from "#lib/core/errors.ts";
import { askServer } from "../live/ask-server.ts";
import { useClock } from "../live/clock-context.tsx";
import { useLive } from "../live/live-provider.tsx";
import { putIntoCache } from "../live/request-cache.ts";

/** Cancel and re-notify for one request; the answer goes into the cache like a frame. */
export function useRequestActions(id: string) {
  const client = useQueryClient();
  const clock = useClock();
  const { actions } = useLive();
  const keep = async (call: () => Promise<ActionResult<RequestView>>) => {
    const answer = await askServer(call);
    if (answer.ok) {
      clock.sync(answer.data.serverNow);
      putIntoCache(client, answer.data);
    }
    return answer;
  };
  return {
    cancel: () => keep(() => actions.cancel(id)),
    renotify: () => keep(() => actions.renotify(id)),
  };
}
