"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, KeyRound, LockKeyhole, WifiOff } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { enrolStartPath, readEnrolment } from "#lib/ui/phone/api/phone-api.ts";
import { isSignedOut, PhoneFailure } from "#lib/ui/phone/api/phone-failure.ts";
import { useLanguage, useStrings } from "#lib/ui/phone/hooks/language.tsx";
import { canHoldKeys } from "#lib/ui/phone/keys/create-key.ts";
import { openKeyStore } from "#lib/ui/phone/keys/key-store.ts";
import { Button, buttonStyle } from "#lib/ui/phone/parts/button.tsx";
import { PlainPage } from "#lib/ui/phone/parts/plain-page.tsx";
import { QuietSkeleton } from "#lib/ui/phone/parts/skeleton.tsx";
import type { PhoneStrings } from "#lib/ui/phone/strings/phone-strings.ts";
import { EnrolForm } from "./enrol-form.tsx";

const enrolmentKey = ["phone", "enrolment"] as const;

/** After the sign-in came back: name and PIN, then this phone is the customer's. */
export function EnrolScreen() {
  const t = useStrings();
  const problem = useSearchParams().get("problem");
  const keys = useKeysPossible();
  const [added, setAdded] = useState<{ usableLater: string | undefined }>();
  const [signInLost, setSignInLost] = useState(false);
  const enrolment = useQuery({
    queryKey: enrolmentKey,
    queryFn: async () => {
      try {
        return await readEnrolment();
      } catch (error) {
        if (isSignedOut(error)) return null;
        if (error instanceof PhoneFailure && error.kind === "refused") return null;
        throw error;
      }
    },
    // What is typed must outlive a refetch: the form stays once it is there.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

  if (added) return <Added usableFrom={added.usableLater} />;
  if (keys === "no")
    return (
      <PlainPage Icon={KeyRound} tone="warn" title={t.enrol.noKeys}>
        <p>{t.enrol.noKeysText}</p>
      </PlainPage>
    );
  if (signInLost || enrolment.data === null) {
    const [title, text] = signInWords(signInLost ? null : problem, t);
    return (
      <PlainPage
        Icon={LockKeyhole}
        title={title}
        foot={
          <a href={enrolStartPath} className={buttonStyle("solid", "w-full")}>
            {t.enrol.signIn}
          </a>
        }
      >
        <p>{text}</p>
      </PlainPage>
    );
  }
  if (enrolment.data === undefined && enrolment.isError)
    return (
      <PlainPage
        Icon={WifiOff}
        tone="warn"
        title={t.trouble.noConnection}
        foot={
          <Button kind="solid" className="w-full" onClick={() => void enrolment.refetch()}>
            {t.tryAgain}
          </Button>
        }
      >
        <p role="status">{t.trouble.noConnectionText}</p>
      </PlainPage>
    );
  if (enrolment.data === undefined || keys === "asking") return <QuietSkeleton />;
  return (
    <EnrolForm
      customerName={enrolment.data.customerName}
      onAdded={(usableLater) => setAdded({ usableLater })}
      onSignInLost={() => setSignInLost(true)}
    />
  );
}

/** Why the sign-in has to be done (again), by the code that its way back brought. */
function signInWords(problem: string | null, t: PhoneStrings): [title: string, text: string] {
  if (problem === "login_failed") return [t.enrol.signInFailed, t.enrol.signInFailedText];
  if (problem === "issuer_unreachable") return [t.enrol.signInAway, t.enrol.signInAwayText];
  return [t.enrol.signInAgain, t.enrol.signInAgainText];
}

function Added({ usableFrom }: { usableFrom: string | undefined }) {
  const { strings: t, locale } = useLanguage();
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  return (
    <PlainPage
      Icon={Check}
      tone="good"
      title={t.enrol.done}
      foot={
        <Link href="/phone" className={buttonStyle("solid", "w-full")}>
          {t.enrol.toPhone}
        </Link>
      }
    >
      <p>{t.enrol.doneText}</p>
      {usableFrom === undefined ? null : (
        <p className="font-medium">{t.enrol.usableFrom(time.format(new Date(usableFrom)))}</p>
      )}
    </PlainPage>
  );
}

/** Asked before the customer types anything: can this browser make a key and keep it? */
function useKeysPossible(): "asking" | "yes" | "no" {
  const [possible, setPossible] = useState<"asking" | "yes" | "no">("asking");
  useEffect(() => {
    if (!canHoldKeys()) {
      setPossible("no");
      return;
    }
    openKeyStore().then(
      (database) => {
        database.close();
        setPossible("yes");
      },
      () => setPossible("no"),
    );
  }, []);
  return possible;
}
