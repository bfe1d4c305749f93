import { connection } from "next/server";
import { onlyOnPhone } from "../_components/only-on-phone.ts";
import { SettingsScreen } from "../_components/settings-screen.tsx";

export default async function DevicesPage() {
  await connection();
  onlyOnPhone();
  return <SettingsScreen />;
}
