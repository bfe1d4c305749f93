"use client";

import { Delete } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import type { CustomerWords } from "#lib/core/flows/customer-words.ts";
import { useLanguage } from "../hooks/language.tsx";
import { useLeft } from "../hooks/use-left.ts";
import { pinDigits, pinMinDigits } from "../pin-rules.ts";
import type { PinTrouble } from "../question-view.ts";
import { clockText } from "../server-clock.ts";
import { Button } from "./button.tsx";
import { Sheet } from "./sheet.tsx";

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** Asks for the PIN, with what is approved above it. A pad for the thumb; a keyboard works too. */
export function PinSheet(props: {
  open: boolean;
  busy: boolean;
  words: CustomerWords;
  trouble: PinTrouble | undefined;
  onApprove: (pin: string) => void;
  onDeclineInstead: () => void;
  onClose: () => void;
}) {
  const { strings: t } = useLanguage();
  return (
    <Sheet open={props.open} title={t.pin.title} busy={props.busy} onClose={props.onClose}>
      <PinForm {...props} />
    </Sheet>
  );
}

function PinForm(props: Parameters<typeof PinSheet>[0]) {
  const { strings: t, locale } = useLanguage();
  const [pin, setPin] = useState("");
  const [short, setShort] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const faultId = useId();
  const fieldId = useId();
  const lockedMs = useLeft(props.trouble?.retryAt);
  const locked = lockedMs > 0;
  const blocked = props.busy || locked;
  const payee = props.words.rows[0]?.value;

  const { trouble } = props;
  useEffect(() => {
    if (trouble) setPin("");
    // On a touch screen the pad is there; the focus would only raise the keyboard over it.
    if (matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, [trouble]);

  const type = (text: string) => {
    setShort(false);
    setPin(pinDigits(text));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (blocked) return;
    if (pin.length < pinMinDigits) setShort(true);
    else props.onApprove(pin);
  };

  const fault = locked
    ? t.pin.locked(clockText(lockedMs, locale))
    : short
      ? t.pin.tooShort
      : trouble && trouble.retryAt === undefined && pin === "" && !props.busy
        ? trouble.attemptsLeft === 0
          ? t.pin.lockedShort
          : t.pin.wrong(trouble.attemptsLeft)
        : undefined;

  return (
    <form onSubmit={submit} noValidate autoComplete="off" className="flex flex-col gap-4">
      <p className="-mt-2 text-ink-soft [overflow-wrap:anywhere]">
        {t.pin.lead}{" "}
        <bdi className="font-semibold text-ink tabular-nums">{props.words.emphasis}</bdi>
        {payee === undefined ? null : <bdi className="line-clamp-2 text-ink">{payee}</bdi>}
      </p>
      <div>
        <label htmlFor={fieldId} className="text-[0.9375rem] leading-5 text-ink-soft">
          {t.pin.label}
        </label>
        <input
          ref={field}
          id={fieldId}
          name="phone-pin"
          type="password"
          inputMode="numeric"
          autoComplete="off"
          data-1p-ignore=""
          data-lpignore="true"
          data-bwignore=""
          dir="ltr"
          enterKeyHint="done"
          value={pin}
          onChange={(event) => type(event.target.value)}
          readOnly={blocked}
          aria-describedby={faultId}
          {...(fault === undefined ? {} : { "aria-invalid": true })}
          className="mt-1 block h-14 w-full rounded-lg border border-line-strong bg-surface text-center text-[1.75rem] tracking-[0.4em] aria-invalid:border-bad"
        />
        <p
          id={faultId}
          aria-live="assertive"
          className="mt-1.5 min-h-6 text-[0.9375rem] leading-5 font-medium text-bad tabular-nums"
        >
          {fault}
        </p>
      </div>
      {/* The digits keep their places in every language, as on a telephone. */}
      <div dir="ltr" className="grid grid-cols-3 gap-2">
        {digits.map((digit) => (
          <PadKey
            key={digit}
            name={t.pin.digit(digit)}
            dead={blocked}
            press={() => type(pin + digit)}
          >
            {digit}
          </PadKey>
        ))}
        <span />
        <PadKey name={t.pin.digit("0")} dead={blocked} press={() => type(`${pin}0`)}>
          0
        </PadKey>
        <PadKey name={t.pin.remove} dead={blocked} press={() => type(pin.slice(0, -1))}>
          <Delete className="size-6" aria-hidden="true" />
        </PadKey>
      </div>
      <p className="sr-only" role="status">
        {pin === "" ? "" : t.pin.typed(pin.length)}
      </p>
      <div className="phone-pair">
        <Button kind="outline" busy={props.busy} onClick={props.onClose}>
          {t.pin.cancel}
        </Button>
        <Button kind="solid" type="submit" busy={blocked}>
          {props.busy ? t.loading : t.pin.approve}
        </Button>
      </div>
      {locked ? (
        <Button kind="quiet" onClick={props.onDeclineInstead}>
          {t.pin.declineInstead}
        </Button>
      ) : null}
    </form>
  );
}

function PadKey(props: {
  name: string;
  dead: boolean;
  press: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={props.name}
      {...(props.dead ? { "aria-disabled": true } : {})}
      onClick={() => {
        if (!props.dead) props.press();
      }}
      className="grid h-14 place-items-center rounded-lg bg-sunken [@media(max-height:44rem)]:h-12 text-[1.5rem] font-medium tabular-nums transition-colors select-none hover:bg-hover active:bg-accent-soft aria-disabled:text-ink-soft"
    >
      {props.children}
    </button>
  );
}
