"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { flowsFor } from "#lib/core/flows/catalogue.ts";
import { buttonClasses } from "#lib/ui/base/button.tsx";
import type { RequestStory } from "#lib/ui/live/actions.ts";
import { looksAfterBranch, useOperator } from "#lib/ui/shell/operator-context.tsx";
import { stepOf } from "../../_draft/draft.ts";
import { useDraft } from "../../_draft/draft-context.tsx";
import { FlowChoice } from "./flow-choice.tsx";
import { FlowStep } from "./flow-step.tsx";
import { LiveStep } from "./live-step.tsx";
import { ReviewStep } from "./review-step.tsx";
import { SearchStep } from "./search-step.tsx";

/** One thing at a time: search, flow, form, review, or the live request that the address names. */
export function Desk({ recent, story }: { recent: CustomerCard[]; story?: RequestStory }) {
  const operator = useOperator();
  const requestId = useSearchParams().get("request");
  const { draft } = useDraft();
  const flows = flowsFor(operator.roles);

  if (requestId !== null)
    return (
      <LiveStep
        key={requestId}
        requestId={requestId}
        initial={story?.view.id === requestId ? story : undefined}
      />
    );
  if (flows.length === 0) return <NothingToAsk />;
  switch (stepOf(draft)) {
    case "search":
      return <SearchStep recent={recent} flows={flows} />;
    case "flow":
      return <FlowChoice flows={flows} />;
    case "form":
      return <FlowStep flows={flows} />;
    case "review":
      return <ReviewStep flows={flows} />;
  }
}

function NothingToAsk() {
  const seesBranch = looksAfterBranch(useOperator());
  return (
    <div className="max-w-lg space-y-3">
      <h1 className="text-xl font-semibold">Desk</h1>
      <p className="text-ink-soft">
        Your role looks at requests; it does not ask customers. Tellers move money, call-centre
        agents verify callers.
      </p>
      <Link href={seesBranch ? "/branch" : "/history"} className={buttonClasses("primary")}>
        {seesBranch ? "Look at the branch's requests" : "Look at the history"}
      </Link>
    </div>
  );
}
