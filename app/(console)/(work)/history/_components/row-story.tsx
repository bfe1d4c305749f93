"use client";

import Link from "next/link";
import { isOver } from "#lib/core/contracts/request.ts";
import { Button } from "#lib/ui/base/button.tsx";
import { Notice } from "#lib/ui/base/notice.tsx";
import { useRequest } from "#lib/ui/live/use-requests.ts";
import { Outcome } from "#lib/ui/requests/outcome.tsx";
import { Timeline, TimelineSkeleton } from "#lib/ui/requests/timeline.tsx";

/** A row opened in place: the outcome, and everything that happened. */
export function RowStory({ id }: { id: string }) {
  const { story, error, retry } = useRequest(id);
  if (!story && error)
    return (
      <Notice live tone="bad" title={error}>
        <Button onClick={retry}>Try again</Button>
      </Notice>
    );
  if (!story || story.events.length === 0) return <TimelineSkeleton />;
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Timeline events={story.events} />
      <div className="space-y-4">
        {(isOver(story.view) || story.view.execution === "outcome_unknown") && (
          <Outcome view={story.view} />
        )}
        <Link
          href={`/request/${id}`}
          className="inline-block rounded font-medium text-accent underline-offset-4 hover:underline"
        >
          Open this request
        </Link>
      </div>
    </div>
  );
}
