"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { mergeOpen, putView } from "#lib/core/requests/newer.ts";
import type { RequestStory } from "./actions.ts";
import { askServer } from "./ask-server.ts";
import { useClock } from "./clock-context.tsx";
import { useLive } from "./live-provider.tsx";
import { mergeStory, openKey, requestKey } from "./request-cache.ts";

/** While the stream is down, screens ask again this often. */
const pollMs = 2000;

/** The operator's open requests and those that ended in this tab, newest first. */
export function useOpenRequests(): readonly RequestView[] {
  const client = useQueryClient();
  const clock = useClock();
  const { actions, stream } = useLive();
  const query = useQuery<readonly RequestView[]>({
    queryKey: openKey,
    queryFn: async () => {
      const answer = await askServer(actions.open);
      if (!answer.ok) throw new Error(answer.message);
      const first = answer.data[0];
      if (first) clock.sync(first.serverNow);
      const known = client.getQueryData<readonly RequestView[]>(openKey) ?? [];
      const { list, missing } = mergeOpen(known, answer.data);
      const ended: RequestView[] = [];
      for (const id of missing) {
        const story = await askServer(() => actions.read(id));
        if (story.ok) ended.push(story.data.view);
      }
      return ended.reduce(putView, list);
    },
    refetchInterval: stream === "down" ? pollMs : false,
  });
  return query.data ?? [];
}

/** One request with its timeline, live. `initial` is what the page was made with. */
export function useRequest(
  id: string,
  initial?: RequestStory,
): { story: RequestStory | undefined; error: string | undefined; retry: () => void } {
  const client = useQueryClient();
  const clock = useClock();
  const { actions, stream } = useLive();
  const query = useQuery<RequestStory>({
    queryKey: requestKey(id),
    queryFn: async () => {
      const answer = await askServer(() => actions.read(id));
      if (!answer.ok) throw new Error(answer.message);
      clock.sync(answer.data.view.serverNow);
      return mergeStory(client.getQueryData<RequestStory>(requestKey(id)), answer.data);
    },
    ...(initial ? { initialData: initial } : {}),
    refetchInterval: stream === "down" ? pollMs : false,
  });
  const story = query.data;
  const behind = story !== undefined && (story.events.at(-1)?.version ?? 0) < story.view.version;
  const version = story?.view.version;
  useEffect(() => {
    // The stream tells that something happened; the timeline's lines are read from the server.
    if (behind && version !== undefined)
      void client.invalidateQueries({ queryKey: requestKey(id) });
  }, [behind, version, client, id]);
  return {
    story,
    error: query.error?.message,
    retry: () => void query.refetch(),
  };
}
