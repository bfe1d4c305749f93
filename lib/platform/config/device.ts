import { z } from "zod";
import {
  databaseUrl,
  httpUrl,
  issuerUrl,
  keyring,
  once,
  readConfig,
  seconds,
  secret,
} from "./env.ts";

/** Settings of the device zone (server and worker). `.env.example` says what each is for. */
export const deviceConfig = once(() =>
  readConfig({
    DEVICE_PUBLIC_URL: httpUrl,
    DEVICE_DATABASE_URL: databaseUrl,
    DEVICE_CUSTOMER_ISSUER: issuerUrl,
    DEVICE_OP_CALLBACK_URL: httpUrl,
    DEVICE_CLIENT_ID: z.string(),
    DEVICE_CLIENT_SECRET: secret,
    DEVICE_PHONE_CLIENT_ID: z.string(),
    DEVICE_PHONE_CLIENT_SECRET: secret,
    DEVICE_CONSOLE_CLIENT_IDS: z
      .string()
      .transform((text) => text.split(",").map((id) => id.trim())),
    DEVICE_BANK_URL: httpUrl,
    DEVICE_SEALING_KEYS: keyring,
    DEVICE_DEMO_ORIGIN: httpUrl.optional(),
    DEVICE_OP_DEADLINE_MS: seconds.default(8_000),
    DEVICE_BANK_DEADLINE_MS: seconds.default(5_000),
  }),
);

/** What preparing the database (migrations) needs besides: the owner, which the runtime never has. */
export const deviceOwnerConfig = once(() => readConfig({ DEVICE_DATABASE_OWNER_URL: databaseUrl }));
