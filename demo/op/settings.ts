import { z } from "zod";
import { databaseUrl, httpUrl, readConfig, seconds, secret } from "#lib/platform/config/env.ts";

/** What the embedded OP is told by its environment; every fault is named at once. */
export interface Settings {
  port: number;
  databaseUrl: string;
  databaseOwnerUrl: string;
  /** Keys that make the OP itself: generated at the first start, readable by this user only. */
  keysFolder: string;
  /** Origin of both issuers, without a trailing slash. */
  baseUrl: string;
  consoleUrl: string;
  phoneUrl: string;
  channelUrl: string;
  channelTimeoutMs: number;
  secrets: { consoleStaff: string; console: string; device: string; phone: string };
  cibaExpiresSeconds: number;
  cibaIntervalSeconds: number;
}

export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const read = readConfig(
    {
      OP_PORT: z.coerce.number().int().min(1).max(65_535),
      OP_DATABASE_URL: databaseUrl,
      OP_DATABASE_OWNER_URL: databaseUrl,
      OP_DATA_FOLDER: z.string().default(".countersign/op"),
      OP_BASE_URL: httpUrl.default("http://id.localhost:4402"),
      OP_CONSOLE_URL: httpUrl.default("http://localhost:4400"),
      OP_PHONE_URL: httpUrl.default("http://phone.localhost:4401"),
      OP_CHANNEL_URL: httpUrl.default("http://127.0.0.1:4401/api/ciba/channel"),
      OP_CHANNEL_TIMEOUT_MS: seconds.default(5_000),
      OP_SECRET_CONSOLE_STAFF: secret,
      OP_SECRET_CONSOLE: secret,
      OP_SECRET_DEVICE: secret,
      OP_SECRET_PHONE: secret,
      OP_CIBA_EXPIRES_SECONDS: seconds.default(120),
      OP_CIBA_INTERVAL_SECONDS: seconds.default(2),
    },
    env,
  );
  return {
    port: read.OP_PORT,
    databaseUrl: read.OP_DATABASE_URL,
    databaseOwnerUrl: read.OP_DATABASE_OWNER_URL,
    keysFolder: read.OP_DATA_FOLDER,
    baseUrl: read.OP_BASE_URL,
    consoleUrl: read.OP_CONSOLE_URL,
    phoneUrl: read.OP_PHONE_URL,
    channelUrl: read.OP_CHANNEL_URL,
    channelTimeoutMs: read.OP_CHANNEL_TIMEOUT_MS,
    secrets: {
      consoleStaff: read.OP_SECRET_CONSOLE_STAFF,
      console: read.OP_SECRET_CONSOLE,
      device: read.OP_SECRET_DEVICE,
      phone: read.OP_SECRET_PHONE,
    },
    cibaExpiresSeconds: read.OP_CIBA_EXPIRES_SECONDS,
    cibaIntervalSeconds: read.OP_CIBA_INTERVAL_SECONDS,
  };
}
