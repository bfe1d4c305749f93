import { deviceConfig } from "#lib/platform/config/device.ts";
import { log } from "#lib/platform/log.ts";
import { requireZone } from "#lib/platform/zone.ts";
import { openDeviceContext } from "../context.ts";
import { startWork } from "./start-work.ts";

requireZone("device");
const ctx = await openDeviceContext(deviceConfig(), { supervise: true });
const stopWork = await startWork(ctx);
log.info("device.worker-ready");

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await stopWork();
    await ctx.close();
    process.exit(0);
  });
