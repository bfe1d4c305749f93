"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, Smartphone, WifiOff } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { CustomerLanguage } from "#lib/core/contracts/order.ts";
import type { Me } from "#lib/ui/phone/api/answers.ts";
import { chooseLanguage, removeDevice } from "#lib/ui/phone/api/phone-api.ts";
import { PhoneFailure } from "#lib/ui/phone/api/phone-failure.ts";
import { useAnnounce } from "#lib/ui/phone/hooks/announcer.tsx";
import { useLanguage, useStrings } from "#lib/ui/phone/hooks/language.tsx";
import { meKey, useMe } from "#lib/ui/phone/hooks/use-me.ts";
import { forgetKeys } from "#lib/ui/phone/keys/key-store.ts";
import { Button } from "#lib/ui/phone/parts/button.tsx";
import { FocusHeading, Frame } from "#lib/ui/phone/parts/frame.tsx";
import { LanguageChoice } from "#lib/ui/phone/parts/language-choice.tsx";
import { Notice } from "#lib/ui/phone/parts/notice.tsx";
import { PlainPage } from "#lib/ui/phone/parts/plain-page.tsx";
import { Sheet } from "#lib/ui/phone/parts/sheet.tsx";
import { QuietSkeleton } from "#lib/ui/phone/parts/skeleton.tsx";
import { Welcome } from "./welcome.tsx";

type Device = Me["devices"][number];

/** Language, the customer's phones, and the way out. */
export function SettingsScreen() {
  const t = useStrings();
  const me = useMe();
  if (me.data) return <SettingsPage me={me.data} />;
  if (me.data === null) return <Welcome signedOut={false} />;
  if (me.isPending) return <QuietSkeleton />;
  return (
    <PlainPage Icon={WifiOff} tone="warn" title={t.trouble.noConnection} back={<Back />}>
      <p role="status">{t.trouble.noConnectionText}</p>
    </PlainPage>
  );
}

function SettingsPage({ me }: { me: Me }) {
  const { strings: t, show } = useLanguage();
  const client = useQueryClient();
  const announce = useAnnounce();
  const [asked, setAsked] = useState<Device>();

  const language = useMutation({
    mutationFn: chooseLanguage,
    networkMode: "always",
    onSuccess: (_none, chosen) => {
      client.setQueryData<Me | null>(meKey, (now) => (now ? { ...now, language: chosen } : now));
      void client.invalidateQueries({ queryKey: ["phone"] });
    },
    onError: () => show(me.language),
  });

  const removal = useMutation({
    mutationFn: async (device: Device) => {
      try {
        await removeDevice(device.deviceId);
      } catch (error) {
        // Gone already is what was wanted.
        if (!(error instanceof PhoneFailure && error.status === 404)) throw error;
      }
      if (device.thisOne) await forgetKeys();
    },
    networkMode: "always",
    onSuccess: (_none, device) => {
      if (device.thisOne) {
        // A full load: nothing of this customer stays in memory.
        location.replace("/phone");
        return;
      }
      announce(t.devices.removed(device.deviceName));
    },
    onSettled: () => {
      setAsked(undefined);
      void client.invalidateQueries({ queryKey: meKey });
    },
  });

  const thisOne = me.devices.find((device) => device.thisOne);
  return (
    <Frame back={<Back />}>
      <div className="flex flex-col gap-7 pt-4">
        <div>
          <FocusHeading className="text-[1.625rem] leading-8 font-bold">
            {t.devices.title}
          </FocusHeading>
          {me.customerName === "" ? null : (
            <p className="mt-1 text-ink-soft">{t.devices.signedInAs(me.customerName)}</p>
          )}
        </div>
        {removal.isError ? (
          <Notice tone="warn" alert>
            {t.devices.removeFailed}
          </Notice>
        ) : null}
        <section aria-labelledby="language" className="flex flex-col gap-2">
          <h2 id="language" className="font-semibold">
            {t.devices.language}
          </h2>
          <LanguageChoice onChoose={(chosen: CustomerLanguage) => language.mutate(chosen)} />
          {language.isError ? (
            <Notice tone="warn" alert>
              {t.devices.languageFailed}
            </Notice>
          ) : null}
        </section>
        <section aria-labelledby="phones" className="flex flex-col gap-2">
          <h2 id="phones" className="font-semibold">
            {t.devices.yours}
          </h2>
          <ul className="divide-y divide-line border-y border-line">
            {me.devices.map((device) => (
              <DeviceRow key={device.deviceId} device={device} onRemove={() => setAsked(device)} />
            ))}
          </ul>
        </section>
        {thisOne === undefined ? null : (
          <Button kind="danger" onClick={() => setAsked(thisOne)}>
            {t.devices.forget}
          </Button>
        )}
      </div>
      <RemoveSheet
        device={asked}
        busy={removal.isPending}
        onRemove={(device) => {
          if (!removal.isPending) removal.mutate(device);
        }}
        onClose={() => setAsked(undefined)}
      />
    </Frame>
  );
}

function DeviceRow({ device, onRemove }: { device: Device; onRemove: () => void }) {
  const { strings: t, locale } = useLanguage();
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  return (
    <li className="flex items-center gap-3 py-3">
      <Smartphone className="size-5.5 shrink-0 text-ink-soft" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-medium [overflow-wrap:anywhere]">
          <bdi>{device.deviceName}</bdi>
        </p>
        <p className="text-[0.9375rem] leading-5 text-ink-soft">
          {t.devices.added(date.format(new Date(device.createdAt)))}
        </p>
        {device.thisOne ? (
          <p className="mt-1 inline-block rounded-full bg-accent-soft px-2.5 py-0.5 text-[0.875rem] leading-5 font-medium text-accent">
            {t.devices.thisOne}
          </p>
        ) : null}
      </div>
      {device.thisOne ? null : (
        <button
          type="button"
          aria-label={t.devices.remove(device.deviceName)}
          onClick={onRemove}
          className="min-h-12 shrink-0 rounded-lg px-3 font-medium text-bad underline decoration-1 underline-offset-4 hover:bg-bad-soft"
        >
          {t.devices.removeShort}
        </button>
      )}
    </li>
  );
}

function RemoveSheet(props: {
  device: Device | undefined;
  busy: boolean;
  onRemove: (device: Device) => void;
  onClose: () => void;
}) {
  const t = useStrings();
  const { device } = props;
  const self = device?.thisOne === true;
  return (
    <Sheet
      open={device !== undefined}
      busy={props.busy}
      onClose={props.onClose}
      title={self ? t.devices.removeThisTitle : t.devices.removeTitle(device?.deviceName ?? "")}
    >
      <p className="-mt-2 text-ink-soft">
        {self ? t.devices.removeThisText : t.devices.removeText}
      </p>
      <Button
        kind="danger"
        busy={props.busy}
        onClick={() => {
          if (device) props.onRemove(device);
        }}
      >
        {self ? t.devices.removeThisConfirm : t.devices.removeConfirm}
      </Button>
      <Button kind="outline" busy={props.busy} onClick={props.onClose}>
        {t.devices.keep}
      </Button>
    </Sheet>
  );
}

function Back() {
  const t = useStrings();
  return (
    <Link
      href="/phone"
      aria-label={t.back}
      className="-ms-2 grid size-12 place-items-center rounded-full text-ink-soft hover:bg-hover hover:text-ink"
    >
      <ArrowLeft className="size-5.5 rtl:-scale-x-100" aria-hidden="true" />
    </Link>
  );
}
