import { log } from "#lib/platform/log.ts";
import { requireZone } from "#lib/platform/zone.ts";
import { runEngine } from "./run-engine.ts";

requireZone("console");
const engine = await runEngine();
let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    engine
      .stop()
      .catch((error) => log.error("engine.stop-failed", { error }))
      .finally(() => process.exit(0));
  });
