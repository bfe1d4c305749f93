"use client";

import { useEffect } from "react";
import { askServer } from "#lib/ui/live/ask-server.ts";
import { useDraft } from "../../_draft/draft-context.tsx";
import { customerAction } from "../actions.ts";

/** While a question is open for the customer, how often to see whether it has ended. */
const lookEveryMs = 4000;

/**
 * Reads the chosen customer anew: a pause or an open question may have come meanwhile, and one that
 * stands in the way may have gone.
 */
export function useFreshCustomer(): void {
  const { draft, change } = useDraft();
  const lookupId = draft.customer?.lookupId;
  const waiting = draft.customer?.pending !== undefined;
  useEffect(() => {
    if (lookupId === undefined) return;
    let gone = false;
    const read = async () => {
      const answer = await askServer(() => customerAction(lookupId));
      if (answer.ok && !gone) change({ type: "read-customer", customer: answer.data });
    };
    void read();
    const timer = waiting ? setInterval(() => void read(), lookEveryMs) : undefined;
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [lookupId, waiting, change]);
}
