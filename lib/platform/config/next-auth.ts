import { consoleConfig } from "./console.ts";

/** next-auth reads its public address from the environment only; ours is the one setting. */
export function publishAuthUrl(): void {
  process.env.NEXTAUTH_URL = consoleConfig().CONSOLE_PUBLIC_URL;
  process.env.NEXT_TELEMETRY_DISABLED = "1";
}
