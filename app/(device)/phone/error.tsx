"use client";

import { TriangleAlert } from "lucide-react";
import { useStrings } from "#lib/ui/phone/hooks/language.tsx";
import { Button } from "#lib/ui/phone/parts/button.tsx";
import { PlainPage } from "#lib/ui/phone/parts/plain-page.tsx";

export default function PhoneError({ reset }: { error: Error; reset: () => void }) {
  const t = useStrings();
  return (
    <PlainPage
      Icon={TriangleAlert}
      tone="warn"
      title={t.trouble.error}
      foot={
        <Button kind="solid" className="w-full" onClick={reset}>
          {t.tryAgain}
        </Button>
      }
    >
      <p>{t.trouble.errorText}</p>
    </PlainPage>
  );
}
