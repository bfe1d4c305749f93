"use client";

import { Smartphone } from "lucide-react";
import { useEffect, useState } from "react";
import { adoptSession } from "#lib/ui/phone/api/phone-api.ts";
import { useStrings } from "#lib/ui/phone/hooks/language.tsx";
import {
  type AdoptionMessage,
  adopted,
  adoptReady,
  readAdoption,
} from "#lib/ui/phone/keys/adoption-message.ts";
import { importPrivateKey } from "#lib/ui/phone/keys/create-key.ts";
import { forgetKeys, saveKey } from "#lib/ui/phone/keys/key-store.ts";
import { PlainPage } from "#lib/ui/phone/parts/plain-page.tsx";

/** Takes the key and session of a seeded phone from the demo's page, from exactly that origin. */
export function AdoptScreen({ demoOrigin }: { demoOrigin: string }) {
  const t = useStrings();
  const [step, setStep] = useState<"waiting" | "done" | "failed">("waiting");
  useEffect(() => {
    let taken = false;
    const listen = (event: MessageEvent) => {
      const message = readAdoption(event, demoOrigin);
      if (!message || taken) return;
      taken = true;
      adopt(message)
        .then(() => {
          setStep("done");
          // The sender is the page that opened this one; its origin has been checked.
          (event.source as Window | null)?.postMessage(adopted, demoOrigin);
          location.replace("/phone");
        })
        .catch(() => {
          taken = false;
          setStep("failed");
        });
    };
    window.addEventListener("message", listen);
    (window.opener as Window | null)?.postMessage(adoptReady, demoOrigin);
    return () => window.removeEventListener("message", listen);
  }, [demoOrigin]);
  return (
    <PlainPage Icon={Smartphone} title={t.adopt.title} tone={step === "failed" ? "warn" : "accent"}>
      <p role="status">{t.adopt[step]}</p>
    </PlainPage>
  );
}

async function adopt(message: AdoptionMessage): Promise<void> {
  const privateKey = await importPrivateKey(message.private_key_jwk);
  await adoptSession(message.session);
  await forgetKeys();
  await saveKey({
    privateKey,
    authenticatorId: message.authenticator_id,
    deviceId: message.device_id,
  });
}
