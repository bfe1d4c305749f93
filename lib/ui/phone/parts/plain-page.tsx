"use client";

import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { FocusHeading, Frame } from "./frame.tsx";

/** A page with one thing to say: icon, heading, a sentence or two, and what to do at the thumb. */
export function PlainPage(props: {
  Icon: LucideIcon;
  tone?: "accent" | "warn" | "neutral" | "good";
  title: string;
  children?: ReactNode;
  back?: ReactNode;
  corner?: ReactNode;
  foot?: ReactNode;
  below?: ReactNode;
  quiet?: boolean;
}) {
  const { Icon } = props;
  const tones = {
    accent: "bg-accent-soft text-accent",
    warn: "bg-warn-soft text-warn",
    neutral: "bg-sunken text-neutral",
    good: "bg-good text-on-tone",
  };
  return (
    <Frame back={props.back} corner={props.corner} foot={props.foot}>
      <div className="flex flex-1 flex-col items-center justify-center gap-4 py-8 text-center text-balance">
        <span
          className={`grid size-20 place-items-center rounded-full ${tones[props.tone ?? "accent"]}`}
        >
          <Icon className="size-9" strokeWidth={1.75} aria-hidden="true" />
        </span>
        <FocusHeading
          className="text-[1.625rem] leading-8 font-bold"
          {...(props.quiet ? { quiet: true } : {})}
        >
          {props.title}
        </FocusHeading>
        <div className="flex max-w-[23rem] flex-col gap-3">{props.children}</div>
      </div>
      {props.below}
    </Frame>
  );
}
