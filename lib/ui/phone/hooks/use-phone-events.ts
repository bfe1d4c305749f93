"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { eventsPath } from "../api/phone-api.ts";
import { approvalsKey } from "./use-approvals.ts";
import { meKey } from "./use-me.ts";

const reopenFirstMs = 1_000;
const reopenMostMs = 15_000;

/**
 * Listens for changes and has the affected answers read anew. True while the stream is up; while
 * it is not, the queries poll. The frame is a hint only: what is shown is always read.
 */
export function usePhoneEvents(enabled: boolean): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    if (!enabled) return;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waitMs = reopenFirstMs;
    const readAgain = () => {
      void client.invalidateQueries({ queryKey: approvalsKey });
      void client.invalidateQueries({ queryKey: ["phone", "question"] });
    };
    const open = () => {
      source = new EventSource(eventsPath);
      source.onopen = () => {
        waitMs = reopenFirstMs;
        setLive(true);
        readAgain();
      };
      source.addEventListener("changed", readAgain);
      source.onerror = () => {
        setLive(false);
        if (source?.readyState !== EventSource.CLOSED) return;
        // The browser gave up (a refusal, not a lost line): the session may have ended.
        void client.invalidateQueries({ queryKey: meKey });
        timer = setTimeout(open, waitMs);
        waitMs = Math.min(reopenMostMs, waitMs * 2);
      };
    };
    open();
    return () => {
      source?.close();
      clearTimeout(timer);
      setLive(false);
    };
  }, [enabled, client]);
  return live;
}
