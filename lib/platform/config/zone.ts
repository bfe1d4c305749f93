import { z } from "zod";
import { once, readConfig } from "./env.ts";

export type Zone = "console" | "device";

/** Which zone this process belongs to. There is no default: a process without a zone does not boot. */
export const zone = once<Zone>(
  () => readConfig({ COUNTERSIGN_ZONE: z.enum(["console", "device"]) }).COUNTERSIGN_ZONE,
);

export const logLevel = once(
  () =>
    readConfig({
      COUNTERSIGN_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
    }).COUNTERSIGN_LOG_LEVEL,
);
