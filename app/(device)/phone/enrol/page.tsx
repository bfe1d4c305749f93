import { connection } from "next/server";
import { Suspense } from "react";
import { QuietSkeleton } from "#lib/ui/phone/parts/skeleton.tsx";
import { EnrolScreen } from "../_components/enrol-screen.tsx";
import { onlyOnPhone } from "../_components/only-on-phone.ts";

export default async function EnrolPage() {
  await connection();
  onlyOnPhone();
  return (
    <Suspense fallback={<QuietSkeleton />}>
      <EnrolScreen />
    </Suspense>
  );
}
