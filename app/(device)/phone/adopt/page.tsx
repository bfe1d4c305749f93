import { notFound } from "next/navigation";
import { connection } from "next/server";
import { deviceConfig } from "#lib/platform/config/device.ts";
import { AdoptScreen } from "../_components/adopt-screen.tsx";
import { onlyOnPhone } from "../_components/only-on-phone.ts";

/** The demo's hand-over of a phone that its seed enrolled; it does not exist outside of the demo. */
export default async function AdoptPage() {
  await connection();
  onlyOnPhone();
  const demoOrigin = deviceConfig().DEVICE_DEMO_ORIGIN;
  if (demoOrigin === undefined) notFound();
  return <AdoptScreen demoOrigin={new URL(demoOrigin).origin} />;
}
