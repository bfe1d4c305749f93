import { consoleConfig } from "./config/console.ts";
import { deviceConfig } from "./config/device.ts";
import { ConfigurationFault } from "./config/env.ts";
import { publishAuthUrl } from "./config/next-auth.ts";
import { zone } from "./config/zone.ts";
import { closeAllStreams } from "./http/sse.ts";

/** Checks the zone's configuration (all faults at once, then no boot) and ends streams on SIGTERM. */
export async function startZone(): Promise<void> {
  try {
    if (zone() === "console") {
      consoleConfig();
      publishAuthUrl();
    } else deviceConfig();
  } catch (error) {
    if (!(error instanceof ConfigurationFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  process.on("SIGTERM", closeAllStreams);
  process.on("SIGINT", closeAllStreams);
}
