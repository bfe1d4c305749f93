"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { addDevice, chooseLanguage } from "#lib/ui/phone/api/phone-api.ts";
import { failureCode, isUnsure, PhoneFailure } from "#lib/ui/phone/api/phone-failure.ts";
import { suggestDeviceName } from "#lib/ui/phone/device-name.ts";
import { useLanguage } from "#lib/ui/phone/hooks/language.tsx";
import { meKey } from "#lib/ui/phone/hooks/use-me.ts";
import { createKey, type NewKey } from "#lib/ui/phone/keys/create-key.ts";
import { forgetKeys, saveKey } from "#lib/ui/phone/keys/key-store.ts";
import { rememberedLanguage } from "#lib/ui/phone/language-choice.ts";
import { Button } from "#lib/ui/phone/parts/button.tsx";
import { FocusHeading, Frame } from "#lib/ui/phone/parts/frame.tsx";
import { Notice } from "#lib/ui/phone/parts/notice.tsx";
import { TextField } from "#lib/ui/phone/parts/text-field.tsx";
import { newPinFault, pinDigits } from "#lib/ui/phone/pin-rules.ts";
import type { PhoneStrings } from "#lib/ui/phone/strings/phone-strings.ts";

type FieldName = "name" | "pin" | "again";
type Faults = Partial<Record<FieldName, string>>;
type Failure = "failedOffline" | "failedUnsure" | "failedRefused" | "tooOften" | "tooMany";

const nameMaxChars = 40;

/** Name and PIN. The key is made once: a second try after a lost answer offers the same one. */
export function EnrolForm(props: {
  customerName: string | undefined;
  /** `usableLater`: from when it can approve, if that is not now. */
  onAdded: (usableLater: string | undefined) => void;
  onSignInLost: () => void;
}) {
  const { strings: t } = useLanguage();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [shown, setShown] = useState(false);
  const [left, setLeft] = useState<Partial<Record<FieldName, true>>>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const key = useRef<NewKey>(undefined);
  const underWay = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  // The browser knows its own name; the server rendered without it.
  useEffect(() => setName((typed) => typed || suggestDeviceName(navigator.userAgent)), []);

  const faults = findFaults({ name, pin, again }, t);
  const shownFault = (field: FieldName) => (left[field] ? faults[field] : undefined);
  const leave = (field: FieldName) => () => setLeft((before) => ({ ...before, [field]: true }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (underWay.current) return;
    setLeft({ name: true, pin: true, again: true });
    const first = (["name", "pin", "again"] as const).find((field) => faults[field] !== undefined);
    if (first !== undefined) {
      (form.current?.elements.namedItem(`phone-${first}`) as HTMLElement | null)?.focus();
      return;
    }
    underWay.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      key.current ??= await createKey();
      const { privateKey, publicKeyJwk } = key.current;
      const device = await addDevice({ deviceName: name.trim(), pin, key: publicKeyJwk });
      await forgetKeys();
      await saveKey({
        privateKey,
        authenticatorId: device.authenticatorId,
        deviceId: device.deviceId,
      });
      // The customer's choice on this page counts; the bank's record follows it.
      const language = rememberedLanguage();
      if (language) await chooseLanguage(language).catch(() => undefined);
      await client.invalidateQueries({ queryKey: meKey });
      const later = Date.parse(device.usableFrom) > Date.now() + 5_000;
      props.onAdded(later ? device.usableFrom : undefined);
    } catch (error) {
      if (error instanceof PhoneFailure && error.status === 401) props.onSignInLost();
      else setFailure(failureOf(error));
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };

  const pinField = {
    type: shown ? "text" : "password",
    inputMode: "numeric",
    autoComplete: "off",
    dir: "ltr",
    "data-1p-ignore": "",
    "data-lpignore": "true",
    "data-bwignore": "",
  } as const;

  return (
    <Frame
      foot={
        <Button kind="solid" type="submit" form="enrol" className="w-full" busy={busy}>
          {busy ? t.enrol.adding : t.enrol.add}
        </Button>
      }
    >
      <form
        ref={form}
        id="enrol"
        noValidate
        autoComplete="off"
        onSubmit={submit}
        className="flex flex-col gap-5 pt-4"
      >
        <div>
          <FocusHeading className="text-[1.625rem] leading-8 font-bold">
            {t.enrol.title}
          </FocusHeading>
          <p className="mt-1 text-ink-soft">
            {props.customerName === undefined ? null : (
              <bdi className="text-ink">{t.enrol.greeting(props.customerName)} </bdi>
            )}
            {t.enrol.lead}
          </p>
        </div>
        {failure === undefined ? null : (
          <Notice tone={failure === "failedOffline" ? "offline" : "warn"} alert>
            {t.enrol[failure]}
          </Notice>
        )}
        <TextField
          name="phone-name"
          label={t.enrol.deviceName}
          hint={t.enrol.deviceNameHint}
          fault={shownFault("name")}
          value={name}
          maxLength={nameMaxChars}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          onBlur={leave("name")}
        />
        <TextField
          {...pinField}
          name="phone-pin"
          label={t.enrol.pin}
          hint={t.enrol.pinHint}
          fault={shownFault("pin")}
          value={pin}
          onChange={(event) => setPin(pinDigits(event.target.value))}
          onBlur={leave("pin")}
          after={
            <button
              type="button"
              aria-label={shown ? t.enrol.hide : t.enrol.show}
              onClick={() => setShown(!shown)}
              className="grid size-14 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-hover hover:text-ink"
            >
              {shown ? (
                <EyeOff className="size-5.5" aria-hidden="true" />
              ) : (
                <Eye className="size-5.5" aria-hidden="true" />
              )}
            </button>
          }
        />
        <TextField
          {...pinField}
          name="phone-again"
          label={t.enrol.pinAgain}
          fault={shownFault("again")}
          value={again}
          onChange={(event) => setAgain(pinDigits(event.target.value))}
          onBlur={leave("again")}
        />
        <p className="border-t border-line pt-3 text-[0.8125rem] leading-5 text-ink-soft">
          {t.enrol.demoGrade}
        </p>
      </form>
    </Frame>
  );
}

function findFaults(values: { name: string; pin: string; again: string }, t: PhoneStrings): Faults {
  const pinFault = newPinFault(values.pin);
  return {
    ...(values.name.trim() === "" ? { name: t.enrol.deviceNameMissing } : {}),
    ...(pinFault === undefined ? {} : { pin: t.enrol.pinFaults[pinFault] }),
    ...(values.again === values.pin ? {} : { again: t.enrol.pinFaults.differ }),
  };
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof PhoneFailure)) return "failedRefused";
  if (error.kind === "offline") return "failedOffline";
  if (isUnsure(error)) return "failedUnsure";
  if (failureCode(error) === "too_many_devices") return "tooMany";
  return error.status === 429 ? "tooOften" : "failedRefused";
}
