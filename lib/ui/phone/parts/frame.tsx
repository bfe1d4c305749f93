"use client";

import { type ReactNode, type Ref, useEffect, useRef } from "react";
import { useStrings } from "../hooks/language.tsx";
import { BankMark } from "./bank-mark.tsx";

/** A page of the phone: the bank's mark, one thing in the middle, what to do at the thumb. */
export function Frame(props: {
  /** Before the mark: the way back, where there is one. */
  back?: ReactNode;
  corner?: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const t = useStrings();
  return (
    <div className="phone-column">
      <header className="flex min-h-14 items-center justify-between gap-3 px-4 pt-[env(safe-area-inset-top)]">
        <span className="flex items-center gap-2.5 font-semibold">
          {props.back}
          <BankMark />
          {t.yourBank}
        </span>
        {props.corner}
      </header>
      <main className="flex flex-1 flex-col px-4 pb-6">{props.children}</main>
      {props.foot === undefined ? null : <footer className="phone-foot">{props.foot}</footer>}
    </div>
  );
}

/** A heading that takes the focus when it appears, so that a screen reader starts there. */
export function FocusHeading(props: { children: ReactNode; className?: string; quiet?: boolean }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!props.quiet) ref.current?.focus({ preventScroll: true });
  }, [props.quiet]);
  return (
    <h1
      ref={ref as Ref<HTMLHeadingElement>}
      tabIndex={-1}
      className={`outline-none ${props.className ?? ""}`}
    >
      {props.children}
    </h1>
  );
}
