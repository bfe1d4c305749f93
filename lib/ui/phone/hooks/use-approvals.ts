"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ApprovalCard, Approvals } from "../api/answers.ts";
import { listApprovals, readQuestion } from "../api/phone-api.ts";
import { isSignedOut, PhoneFailure } from "../api/phone-failure.ts";
import { learnServerTime, serverNowMs } from "../server-clock.ts";
import { meKey } from "./use-me.ts";

/** With the stream up a slow read only heals a lost frame; without it, reads are all there is. */
const pollMs = 5_000;
const safetyPollMs = 30_000;

export const approvalsKey = ["phone", "approvals"] as const;
export const questionKey = (id: string) => ["phone", "question", id] as const;

const waiting = new Set(["received", "notified", "opened"]);

/** True while the customer can still decide, by the server's clock. */
export function isPending(card: ApprovalCard): boolean {
  return waiting.has(card.state) && Date.parse(card.deadlineAt) > serverNowMs();
}

/** All of this customer's questions, pending first, then those just ended. */
export function useApprovals(input: { enabled: boolean; live: boolean }) {
  const client = useQueryClient();
  const query = useQuery<Approvals>({
    queryKey: approvalsKey,
    enabled: input.enabled,
    queryFn: async () => {
      const sentAt = Date.now();
      const answer = await listApprovals();
      learnServerTime(answer.serverNow, sentAt, Date.now());
      return answer;
    },
    refetchInterval: input.live ? safetyPollMs : pollMs,
  });
  const signedOut = isSignedOut(query.error);
  useEffect(() => {
    if (signedOut) void client.invalidateQueries({ queryKey: meKey });
  }, [signedOut, client]);
  return query;
}

/** One question with what would be signed. 404 is `null`: not here, or not this customer's. */
export function useQuestion(input: { id: string; live: boolean }) {
  return useQuery({
    queryKey: questionKey(input.id),
    queryFn: async () => {
      try {
        return await readQuestion(input.id);
      } catch (error) {
        if (error instanceof PhoneFailure && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: input.live ? safetyPollMs : pollMs,
  });
}
