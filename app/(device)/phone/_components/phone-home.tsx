"use client";

import { Settings, ShieldCheck, WifiOff } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { ApprovalCard, Me } from "#lib/ui/phone/api/answers.ts";
import { useAnnounce } from "#lib/ui/phone/hooks/announcer.tsx";
import { useStrings } from "#lib/ui/phone/hooks/language.tsx";
import { isPending, useApprovals } from "#lib/ui/phone/hooks/use-approvals.ts";
import { useMe } from "#lib/ui/phone/hooks/use-me.ts";
import { usePhoneEvents } from "#lib/ui/phone/hooks/use-phone-events.ts";
import { Frame } from "#lib/ui/phone/parts/frame.tsx";
import { Notice } from "#lib/ui/phone/parts/notice.tsx";
import { PendingList } from "#lib/ui/phone/parts/pending-list.tsx";
import { PlainPage } from "#lib/ui/phone/parts/plain-page.tsx";
import { RecentList } from "#lib/ui/phone/parts/recent-list.tsx";
import { QuietSkeleton } from "#lib/ui/phone/parts/skeleton.tsx";
import { QuestionScreen } from "./question-screen.tsx";
import { Welcome } from "./welcome.tsx";

/** How long the stream may be down before the screen says that news may be slow. */
const slowAfterMs = 6_000;

export function PhoneHome() {
  const me = useMe();
  const t = useStrings();
  const [wasEnrolled, setWasEnrolled] = useState(false);
  if (me.data && !wasEnrolled) setWasEnrolled(true);
  if (me.data === null) return <Welcome signedOut={wasEnrolled} />;
  if (me.data) return <Questions me={me.data} />;
  if (me.isPending) return <QuietSkeleton />;
  return (
    <PlainPage Icon={WifiOff} tone="warn" title={t.trouble.noConnection}>
      <p role="status">{t.trouble.noConnectionText}</p>
    </PlainPage>
  );
}

function Questions({ me }: { me: Me }) {
  const t = useStrings();
  const announce = useAnnounce();
  const live = usePhoneEvents(true);
  const approvals = useApprovals({ enabled: true, live });
  const chosen = useSearchParams().get("question");
  const cards = approvals.data?.approvals ?? [];
  const pending = cards.filter(isPending).sort(byDeadline);
  const onlyOne = pending.length === 1 ? pending[0]?.id : undefined;
  const count = pending.length;

  // One question is shown at once, and stays, answered or ended, until the customer puts it away.
  useEffect(() => {
    if (chosen === null && onlyOne !== undefined) show(onlyOne, "replace");
  }, [chosen, onlyOne]);

  const before = useRef(0);
  useEffect(() => {
    if (count > before.current) announce(t.question.arrived);
    before.current = count;
    void showCount(count, count > 0 ? `(${count}) ${t.question.arrived}` : t.appTitle);
  }, [count, announce, t]);

  const lost = approvals.isError;
  if (chosen !== null)
    return (
      <QuestionScreen
        key={chosen}
        id={chosen}
        me={me}
        live={live}
        lost={lost}
        others={pending.filter((card) => card.id !== chosen)}
        onLeave={() => show(undefined, "push")}
        onNext={(id) => show(id, "push")}
      />
    );
  if (approvals.data === undefined)
    return lost ? (
      <PlainPage Icon={WifiOff} tone="warn" title={t.trouble.noConnection} corner={<ToSettings />}>
        <p role="status">{t.trouble.noConnectionText}</p>
      </PlainPage>
    ) : (
      <QuietSkeleton />
    );
  if (onlyOne !== undefined) return <QuietSkeleton />;
  if (count > 1)
    return (
      <Frame corner={<ToSettings />}>
        <Connection lost={lost} live={live} />
        <PendingList cards={pending} onOpen={(id) => show(id, "push")} />
      </Frame>
    );
  return (
    <PlainPage
      quiet
      Icon={ShieldCheck}
      title={t.idle.title}
      corner={<ToSettings />}
      below={<RecentList cards={cards.filter((card) => !isPending(card))} />}
    >
      <p className="font-medium">{t.promise}</p>
      <p className="text-ink-soft">{t.idle.waiting}</p>
      <Connection lost={lost} live={live} />
    </PlainPage>
  );
}

function ToSettings() {
  const t = useStrings();
  return (
    <Link
      href="/phone/devices"
      aria-label={t.settings}
      className="-me-2 grid size-12 place-items-center rounded-full text-ink-soft hover:bg-hover hover:text-ink"
    >
      <Settings className="size-5.5" aria-hidden="true" />
    </Link>
  );
}

/** Says when the bank cannot be reached, or when news may be slow; nothing while all is well. */
function Connection({ lost, live }: { lost: boolean; live: boolean }) {
  const t = useStrings();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (live) return;
    const timer = setTimeout(() => setSlow(true), slowAfterMs);
    return () => clearTimeout(timer);
  }, [live]);
  return (
    <div role="status" className="text-start empty:hidden">
      {lost ? (
        <Notice tone="offline" title={t.trouble.noConnection}>
          {t.trouble.noConnectionText}
        </Notice>
      ) : slow ? (
        <Notice tone="neutral">{t.trouble.polling}</Notice>
      ) : null}
    </div>
  );
}

const byDeadline = (a: ApprovalCard, b: ApprovalCard) =>
  Date.parse(a.deadlineAt) - Date.parse(b.deadlineAt);

/** The question in the address: a reload or a notification opens the same one; Back works. */
function show(id: string | undefined, how: "push" | "replace"): void {
  const address = id === undefined ? "/phone" : `/phone?question=${encodeURIComponent(id)}`;
  if (how === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}

/** The count in the tab's title, and on the icon of an installed app where the system has it. */
async function showCount(count: number, title: string): Promise<void> {
  document.title = title;
  try {
    await (count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.());
  } catch {
    // A badge is a courtesy; without the permission there is none.
  }
}
