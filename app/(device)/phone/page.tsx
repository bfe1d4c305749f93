import { connection } from "next/server";
import { Suspense } from "react";
import { QuietSkeleton } from "#lib/ui/phone/parts/skeleton.tsx";
import { onlyOnPhone } from "./_components/only-on-phone.ts";
import { PhoneHome } from "./_components/phone-home.tsx";

export default async function PhonePage() {
  await connection();
  onlyOnPhone();
  return (
    <Suspense fallback={<QuietSkeleton />}>
      <PhoneHome />
    </Suspense>
  );
}
