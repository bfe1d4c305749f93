import { z } from "zod";
import { cibaClientFaults, cibaClientShape } from "./ciba-client.ts";
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

/** Settings of the console zone (server and engine). `.env.example` says what each is for. */
export const consoleConfig = once(() =>
  readConfig(
    {
      CONSOLE_PUBLIC_URL: httpUrl,
      CONSOLE_DATABASE_URL: databaseUrl,
      CONSOLE_STAFF_ISSUER: issuerUrl,
      CONSOLE_STAFF_CLIENT_ID: z.string(),
      CONSOLE_STAFF_CLIENT_SECRET: secret,
      CONSOLE_CUSTOMER_ISSUER: issuerUrl,
      ...cibaClientShape,
      CONSOLE_BANK_URL: httpUrl,
      CONSOLE_DEVICE_URL: httpUrl,
      CONSOLE_PHONE_URL: httpUrl,
      CONSOLE_SEALING_KEYS: keyring,
      CONSOLE_AUTH_SECRET: secret,
      CONSOLE_IDLE_SECONDS: seconds.default(900),
      CONSOLE_SESSION_SECONDS: seconds.default(36_000),
      CONSOLE_LOOKUP_SECONDS: seconds.default(900),
      CONSOLE_MAX_REQUESTS_PER_HOUR: seconds.default(5),
      CONSOLE_DECLINE_PAUSE_SECONDS: z.coerce.number().int().nonnegative().default(60),
      CONSOLE_MAX_LOOKUPS_PER_MINUTE: seconds.default(20),
      CONSOLE_OP_DEADLINE_MS: seconds.default(8_000),
      CONSOLE_BANK_DEADLINE_MS: seconds.default(5_000),
    },
    undefined,
    cibaClientFaults,
  ),
);

/** What preparing the database (migrations) needs besides: the owner, which the runtime never has. */
export const consoleOwnerConfig = once(() =>
  readConfig({ CONSOLE_DATABASE_OWNER_URL: databaseUrl }),
);
