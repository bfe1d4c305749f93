"use client";

import { useEffect, useRef, useState } from "react";
import { isOver, type RequestView } from "#lib/core/contracts/request.ts";
import { type Phase, phaseOf, phaseWords } from "#lib/core/requests/phase.ts";
import { secondsUntil } from "#lib/core/requests/time.ts";
import { canCount, requestTitle, sayNow } from "#lib/core/requests/words.ts";
import { usePreferences } from "../shell/preferences-context.tsx";
import { useNow } from "./clock-context.tsx";
import { playOutcome } from "./outcome-sound.ts";
import { useShownRequest } from "./shown-request.tsx";
import { useOpenRequests } from "./use-requests.ts";

/** Seconds before the deadline at which a screen reader is told. */
const spokenAt = [30, 10];

/** Draws nothing: reads changes out, plays the quiet sound, and keeps the tab's title. */
export function Watcher() {
  const views = useOpenRequests();
  const now = useNow();
  const shown = useShownRequest();
  const { sound } = usePreferences().value;
  const phases = useRef(new Map<string, Phase>());
  const [said, setSaid] = useState("");
  const [urgent, setUrgent] = useState("");
  const [unseen, setUnseen] = useState(false);

  useEffect(() => {
    for (const view of views) {
      const before = phases.current.get(view.id);
      const phase = phaseOf(view);
      if (before === phase) continue;
      phases.current.set(view.id, phase);
      if (before === undefined) continue;
      const line = `${view.customerName}: ${phaseWords[phase].word}. ${sayNow(view, Date.now()) ?? ""}`;
      if (!isOver(view)) setSaid(line);
      else {
        setUrgent(line);
        if (sound) playOutcome(phaseWords[phase].tone);
        if (document.hidden) setUnseen(true);
      }
    }
  }, [views, sound]);

  useEffect(() => {
    const view = views.find((each) => each.id === shown);
    const left = view && canCount(view) ? secondsUntil(view.deadlineAt, now) : undefined;
    if (left !== undefined && spokenAt.includes(left)) setSaid(`${left} seconds left`);
  }, [views, shown, now]);

  useEffect(() => {
    const seen = () => !document.hidden && setUnseen(false);
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, []);

  useTabTitle(titled(views, shown), now, unseen);

  return (
    <>
      <div role="status" aria-live="polite" className="sr-only" data-live="polite">
        {said}
      </div>
      <div role="alert" aria-live="assertive" className="sr-only" data-live="assertive">
        {urgent}
      </div>
    </>
  );
}

/** The request that the tab's title follows: the one on the screen, else the newest that runs. */
function titled(views: readonly RequestView[], shown: string | undefined): RequestView | undefined {
  return views.find((view) => view.id === shown) ?? views.find((view) => !isOver(view));
}

/** Puts a request's state into the tab's title, and the page's own title back afterwards. */
function useTabTitle(view: RequestView | undefined, now: number, unseen: boolean): void {
  const page = useRef("");
  const ours = useRef("");
  useEffect(() => {
    if (document.title !== ours.current) page.current = document.title;
    const title = view ? `${unseen ? "● " : ""}${requestTitle(view, now)}` : page.current;
    ours.current = title;
    if (document.title !== title) document.title = title;
  }, [view, now, unseen]);
}
