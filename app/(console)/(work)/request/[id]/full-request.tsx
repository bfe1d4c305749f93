"use client";

import { useRouter } from "next/navigation";
import type { RequestStory } from "#lib/ui/live/actions.ts";
import { useRequest } from "#lib/ui/live/use-requests.ts";
import { RequestPanel } from "#lib/ui/requests/request-panel.tsx";
import { Timeline, TimelineSkeleton } from "#lib/ui/requests/timeline.tsx";
import { useDraft } from "../../_draft/draft-context.tsx";

/** The live panel and, under it, everything that happened. */
export function FullRequest({ story: initial }: { story: RequestStory }) {
  const router = useRouter();
  const { draft, change } = useDraft();
  const story = useRequest(initial.view.id, initial).story ?? initial;
  const { view, events } = story;
  const again = () => {
    change({ type: "again", requestId: view.id });
    router.push("/desk");
  };
  const startNew = () => {
    change({ type: "restarted" });
    router.push("/desk");
  };
  return (
    <div className="max-w-3xl">
      <h1 className="sr-only">Request</h1>
      <RequestPanel
        view={view}
        onAgain={draft.sent[view.id] ? again : undefined}
        onNew={view.operatorIsMe ? startNew : undefined}
      />
      <section aria-labelledby="timeline" className="mt-8">
        <h2 id="timeline" className="mb-4 text-base font-semibold">
          Timeline
        </h2>
        {events.length > 0 ? <Timeline events={events} /> : <TimelineSkeleton />}
      </section>
    </div>
  );
}
