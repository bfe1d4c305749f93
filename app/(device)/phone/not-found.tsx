"use client";

import { Compass } from "lucide-react";
import Link from "next/link";
import { useStrings } from "#lib/ui/phone/hooks/language.tsx";
import { buttonStyle } from "#lib/ui/phone/parts/button.tsx";
import { PlainPage } from "#lib/ui/phone/parts/plain-page.tsx";

export default function PhoneNotFound() {
  const t = useStrings();
  return (
    <PlainPage
      Icon={Compass}
      tone="neutral"
      title={t.trouble.notFound}
      foot={
        <Link href="/phone" className={buttonStyle("solid", "w-full")}>
          {t.toStart}
        </Link>
      }
    >
      <p>{t.trouble.notFoundText}</p>
    </PlainPage>
  );
}
