"use client";

import { CircleSlash, KeyRound, TriangleAlert, WifiOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { ApprovalCard, Me, Question } from "#lib/ui/phone/api/answers.ts";
import { enrolStartPath, reportOpened } from "#lib/ui/phone/api/phone-api.ts";
import { useAnnounce } from "#lib/ui/phone/hooks/announcer.tsx";
import { useStrings } from "#lib/ui/phone/hooks/language.tsx";
import { useQuestion } from "#lib/ui/phone/hooks/use-approvals.ts";
import { useDecision } from "#lib/ui/phone/hooks/use-decision.ts";
import { useLeft } from "#lib/ui/phone/hooks/use-left.ts";
import { Answer } from "#lib/ui/phone/parts/answer.tsx";
import { Button, buttonStyle } from "#lib/ui/phone/parts/button.tsx";
import { DeclineSheet } from "#lib/ui/phone/parts/decline-sheet.tsx";
import { EndedBanner } from "#lib/ui/phone/parts/ended-banner.tsx";
import { Frame } from "#lib/ui/phone/parts/frame.tsx";
import { Notice } from "#lib/ui/phone/parts/notice.tsx";
import { PinSheet } from "#lib/ui/phone/parts/pin-sheet.tsx";
import { PlainPage } from "#lib/ui/phone/parts/plain-page.tsx";
import { QuestionWords } from "#lib/ui/phone/parts/question-words.tsx";
import { ReadOn } from "#lib/ui/phone/parts/read-on.tsx";
import { ReportSheet } from "#lib/ui/phone/parts/report-sheet.tsx";
import { QuestionSkeleton } from "#lib/ui/phone/parts/skeleton.tsx";
import { TimeLeft } from "#lib/ui/phone/parts/time-left.tsx";
import { wordsFitStatement } from "#lib/ui/phone/question-fault.ts";
import { questionView } from "#lib/ui/phone/question-view.ts";

interface ScreenProps {
  id: string;
  me: Me;
  live: boolean;
  /** The bank cannot be reached now. */
  lost: boolean;
  others: readonly ApprovalCard[];
  onLeave: () => void;
  onNext: (id: string) => void;
}

/** One question, from "is it there?" to what became of it. */
export function QuestionScreen(props: ScreenProps) {
  const t = useStrings();
  const query = useQuestion({ id: props.id, live: props.live });
  const leave = <LeaveFoot {...props} />;
  if (query.data === undefined && query.isError)
    return (
      <PlainPage Icon={WifiOff} tone="warn" title={t.trouble.noConnection} foot={leave}>
        <p role="status">{t.trouble.noConnectionText}</p>
      </PlainPage>
    );
  if (query.data === undefined) return <QuestionSkeleton />;
  if (query.data === null)
    return (
      <PlainPage Icon={CircleSlash} tone="neutral" title={t.ended.gone} foot={leave}>
        <p>{t.ended.goneText}</p>
      </PlainPage>
    );
  if (!wordsFitStatement(query.data.words, query.data.statement))
    return (
      <PlainPage Icon={TriangleAlert} tone="warn" title={t.ended.mismatch} foot={leave}>
        <p>{t.ended.mismatchText}</p>
      </PlainPage>
    );
  return <OneQuestion {...props} lost={props.lost || query.isError} question={query.data} />;
}

function OneQuestion(props: ScreenProps & { question: Question }) {
  const t = useStrings();
  const announce = useAnnounce();
  const { question } = props;
  const { words } = question;
  const { progress, decide, dismiss } = useDecision({
    question,
    authenticatorId: props.me.authenticatorId,
  });
  const leftMs = useLeft(question.deadlineAt);
  const view = questionView(question, progress, leftMs);
  const [sheet, setSheet] = useState<"pin" | "decline" | "report">();
  const end = useRef<HTMLSpanElement>(null);
  const asking = view.kind === "ask";
  const busy = asking && view.busy !== undefined;
  const trouble = progress.step === "open" ? progress.pin : undefined;

  useReportOpened(question.id, asking);
  useEffect(() => {
    if (!asking) setSheet(undefined);
  }, [asking]);
  // Anything but a wrong PIN belongs on the question itself, not behind a sheet.
  const notice = asking ? view.notice : undefined;
  useEffect(() => {
    if (notice !== undefined) setSheet(undefined);
  }, [notice]);
  const checking = asking && view.busy === "checking";
  useEffect(() => {
    if (!checking) return;
    setSheet(undefined);
    announce(t.notice.unsure);
  }, [checking, announce, t]);

  const leave = <LeaveFoot {...props} />;
  switch (view.kind) {
    case "answered":
      return (
        <Frame foot={leave}>
          <Answer decision={view.decision} told={view.told} words={words} />
        </Frame>
      );
    case "over":
      return (
        <PlainPage Icon={CircleSlash} tone="neutral" title={t.ended.gone} foot={leave}>
          <p>{t.ended.goneText}</p>
        </PlainPage>
      );
    case "no_key":
      return (
        <PlainPage
          Icon={KeyRound}
          tone="warn"
          title={t.ended.noKey}
          foot={
            <a href={enrolStartPath} className={buttonStyle("solid", "w-full")}>
              {t.welcome.add}
            </a>
          }
        >
          <p>{t.ended.noKeyText}</p>
        </PlainPage>
      );
    case "withdrawn":
    case "expired":
      return (
        <Frame foot={leave}>
          <EndedBanner
            kind={view.kind}
            title={t.ended[view.kind]}
            text={t.ended[`${view.kind}Text`]}
            note={view.late ? t.notice.late : undefined}
          />
          <QuestionWords over words={words} />
        </Frame>
      );
    case "ask":
      break;
  }

  const wholeMs = Date.parse(question.deadlineAt) - Date.parse(question.receivedAt);
  return (
    <Frame
      corner={<TimeLeft leftMs={leftMs} wholeMs={wholeMs} />}
      foot={
        <>
          <ReadOn end={end} />
          {view.busy === "sending" ? (
            <p role="status" className="pb-2 text-center text-ink-soft">
              {t.question.sending}
            </p>
          ) : null}
          <div className="phone-pair" lang={words.language} dir={words.direction}>
            <Button kind="outline" busy={busy} onClick={() => setSheet("decline")}>
              {words.decline}
            </Button>
            <Button kind="solid" busy={busy} onClick={() => setSheet("pin")}>
              {words.approve}
            </Button>
          </div>
          <Button
            kind="quiet"
            className="mt-1 min-h-12! w-full"
            lang={words.language}
            dir={words.direction}
            busy={busy}
            onClick={() => setSheet("report")}
          >
            {words.notMe}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-4 empty:hidden">
        {view.notice === undefined && props.lost ? (
          <Notice tone="offline" title={t.trouble.noConnection} alert>
            {t.trouble.noConnectionText}
          </Notice>
        ) : null}
        {view.notice === undefined ? null : (
          <Notice tone={view.notice === "offline" ? "offline" : "warn"} alert>
            {t.notice[view.notice]}
          </Notice>
        )}
        {checking ? <Notice tone="warn">{t.notice.unsure}</Notice> : null}
      </div>
      <QuestionWords focused words={words} />
      <span ref={end} aria-hidden="true" className="block h-px" />
      {props.others.length === 0 ? null : (
        <Button kind="quiet" className="mt-4 self-center" onClick={props.onLeave}>
          {t.question.others(props.others.length)}
        </Button>
      )}
      <PinSheet
        open={sheet === "pin"}
        busy={busy}
        words={words}
        trouble={trouble}
        onApprove={(pin) => void decide({ decision: "approved", pin })}
        onDeclineInstead={() => {
          setSheet(undefined);
          void decide({ decision: "declined", reason: "could_not_unlock" });
        }}
        onClose={() => {
          setSheet(undefined);
          if (trouble?.retryAt === undefined) dismiss();
        }}
      />
      <DeclineSheet
        open={sheet === "decline"}
        template={words.template}
        onDecline={(reason) => {
          setSheet(undefined);
          void decide({ decision: "declined", ...(reason === undefined ? {} : { reason }) });
        }}
        onClose={() => setSheet(undefined)}
      />
      <ReportSheet
        open={sheet === "report"}
        onReport={() => {
          setSheet(undefined);
          void decide({ decision: "reported" });
        }}
        onClose={() => setSheet(undefined)}
      />
    </Frame>
  );
}

/** Out of a question that needs nothing more: to the next one if there is one, else to the start. */
function LeaveFoot(props: Pick<ScreenProps, "others" | "onLeave" | "onNext">) {
  const t = useStrings();
  const next = props.others[0];
  return next === undefined ? (
    <Button kind="solid" className="w-full" onClick={props.onLeave}>
      {t.toStart}
    </Button>
  ) : (
    <Button kind="solid" className="w-full" onClick={() => props.onNext(next.id)}>
      {t.question.next}
    </Button>
  );
}

/** Tells the bank once that the question is on the screen; a loss is tried again at the next look. */
function useReportOpened(id: string, asking: boolean): void {
  useEffect(() => {
    if (!asking) return;
    let told = false;
    const tell = () => {
      if (told || document.visibilityState !== "visible") return;
      told = true;
      reportOpened(id).catch(() => {
        told = false;
      });
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [id, asking]);
}
