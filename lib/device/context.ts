import type { PgBoss } from "pg-boss";
import { deviceConfig } from "#lib/platform/config/device.ts";
import { openDatabase } from "#lib/platform/database/open.ts";
import { openBoss } from "#lib/platform/jobs/boss.ts";
import { requireZone } from "#lib/platform/zone.ts";
import type { Bank } from "./bank/call-bank.ts";
import type { DeviceDatabase, DeviceTables } from "./database.ts";
import { JOB_SCHEMA } from "./jobs.ts";
import { inApp } from "./notify/in-app.ts";
import type { Notifier } from "./notify/notifier.ts";
import { openWakeups, type Wakeups } from "./notify/wakeups.ts";
import { bankToken } from "./op/bank-token.ts";
import { type Issuer, openIssuer } from "./op/issuer.ts";

export type DeviceConfig = ReturnType<typeof deviceConfig>;

/** What every verb of the device zone runs on. */
export interface DeviceContext {
  readonly zone: "device";
  readonly config: DeviceConfig;
  readonly database: DeviceDatabase;
  readonly boss: PgBoss;
  readonly issuer: Issuer;
  readonly bank: Bank;
  readonly notifier: Notifier;
  readonly wakeups: Wakeups;
  close(): Promise<void>;
}

/** Opens pools and clients for a configuration. `supervise`: true in the worker only. */
export async function openDeviceContext(
  config: DeviceConfig,
  options: { supervise: boolean },
): Promise<DeviceContext> {
  const database = openDatabase<DeviceTables>({ url: config.DEVICE_DATABASE_URL, name: "device" });
  const boss = openBoss({
    url: config.DEVICE_DATABASE_URL,
    schema: JOB_SCHEMA,
    migrate: false,
    supervise: options.supervise,
  });
  const issuer = openIssuer(config.DEVICE_CUSTOMER_ISSUER);
  const wakeups = openWakeups(config.DEVICE_DATABASE_URL);
  await boss.start();
  return {
    zone: "device",
    config,
    database,
    boss,
    issuer,
    bank: {
      url: config.DEVICE_BANK_URL,
      deadlineMs: config.DEVICE_BANK_DEADLINE_MS,
      token: bankToken(issuer, {
        id: config.DEVICE_CLIENT_ID,
        secret: config.DEVICE_CLIENT_SECRET,
      }),
    },
    notifier: inApp,
    wakeups,
    async close() {
      await wakeups.close();
      await boss.stop({ graceful: true, timeout: 5_000 });
      await database.destroy();
    },
  };
}

// Next loads this module once per bundle; the pools must be one per process.
const shared = globalThis as { [key: symbol]: Promise<DeviceContext> | undefined };
const key = Symbol.for("countersign.device.context");

/** This process's context; refuses in a process of another zone. */
export function deviceContext(): Promise<DeviceContext> {
  requireZone("device");
  const known = shared[key];
  if (known) return known;
  const opened = openDeviceContext(deviceConfig(), { supervise: false });
  shared[key] = opened;
  opened.catch(() => {
    shared[key] = undefined;
  });
  return opened;
}
