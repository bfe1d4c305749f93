"use client";

import { useRouter } from "next/navigation";
import { Button } from "#lib/ui/base/button.tsx";
import { Notice } from "#lib/ui/base/notice.tsx";
import { Skeleton } from "#lib/ui/base/skeleton.tsx";
import type { RequestStory } from "#lib/ui/live/actions.ts";
import { useRequest } from "#lib/ui/live/use-requests.ts";
import { RequestPanel } from "#lib/ui/requests/request-panel.tsx";
import { useDraft } from "../../_draft/draft-context.tsx";

/** The live request that the address names. */
export function LiveStep({
  requestId,
  initial,
}: {
  requestId: string;
  initial: RequestStory | undefined;
}) {
  const { change } = useDraft();
  const router = useRouter();
  const { story, error, retry } = useRequest(requestId, initial);
  const leave = () => window.history.pushState(null, "", "/desk");
  const startNew = () => {
    change({ type: "restarted" });
    leave();
  };
  return (
    <div className="max-w-3xl">
      <h1 className="sr-only">Live request</h1>
      {story ? (
        <RequestPanel
          view={story.view}
          fullLink
          focusOnOpen
          onNew={startNew}
          onAgain={(view) => {
            change({ type: "again", requestId: view.id });
            leave();
          }}
        />
      ) : error ? (
        <Notice live tone="bad" title={error}>
          <div className="flex flex-wrap gap-2 pt-1">
            <Button onClick={retry}>Try again</Button>
            <Button onClick={() => router.push("/history")}>Look in the history</Button>
          </div>
        </Notice>
      ) : (
        <PanelSkeleton />
      )}
    </div>
  );
}

function PanelSkeleton() {
  return (
    <div
      role="status"
      aria-label="Reading the request"
      className="rounded-xl border border-line bg-raised"
    >
      <Skeleton className="h-14 rounded-b-none" />
      <div className="space-y-5 p-5">
        <Skeleton className="h-6 w-64" />
        <div className="flex items-center gap-8">
          <Skeleton className="size-36 rounded-full" />
          <Skeleton className="h-12 w-56" />
        </div>
        <Skeleton className="h-16" />
      </div>
    </div>
  );
}
