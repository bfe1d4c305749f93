import { z } from "zod";
import { databaseUrl, httpUrl, readConfig, seconds, secret } from "#lib/platform/config/env.ts";
import {
  type ConsoleClient,
  consoleClientFaults,
  consoleClientsFrom,
  consoleClientVariables,
} from "./console-clients.ts";

/** The listener that asks for client certificates (RFC 8705); PEM files. */
export interface TlsSettings {
  port: number;
  certFile: string;
  keyFile: string;
  /** Issues the certificates of `tls_client_auth` clients. */
  clientCaFile: string | undefined;
  /** Its origin, without a trailing slash. */
  baseUrl: string;
}

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
  /** How long a token request of a pending request is held; 0: not at all. */
  longPollSeconds: number;
  /** What becomes of the device's callback when the ping that it causes fails. */
  pingFailure: "ignore" | "refuse_callback";
  dpopNonce: boolean;
  tls: TlsSettings | undefined;
  consoleClients: readonly ConsoleClient[];
}

const port = z.coerce.number().int().min(1).max(65_535);

export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const read = readConfig(
    {
      OP_PORT: port,
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
      OP_LONG_POLL_SECONDS: seconds.max(60).optional(),
      OP_PING_FAILURE: z.enum(["ignore", "refuse_callback"]).default("ignore"),
      OP_DPOP_NONCE: z.enum(["off", "on"]).default("off"),
      OP_TLS_PORT: port.optional(),
      OP_TLS_CERT_FILE: z.string().optional(),
      OP_TLS_KEY_FILE: z.string().optional(),
      OP_TLS_CLIENT_CA_FILE: z.string().optional(),
      OP_TLS_BASE_URL: httpUrl.optional(),
      ...consoleClientVariables,
    },
    env,
    (values) => [
      ...consoleClientFaults(values),
      ...(["OP_TLS_CERT_FILE", "OP_TLS_KEY_FILE"] as const)
        .filter((name) => values.OP_TLS_PORT && !values[name])
        .map((name) => `${name} is missing beside OP_TLS_PORT`),
      ...((values.OP_LONG_POLL_SECONDS ?? Number.POSITIVE_INFINITY) <
      values.OP_CIBA_INTERVAL_SECONDS
        ? ["OP_LONG_POLL_SECONDS must not be shorter than OP_CIBA_INTERVAL_SECONDS"]
        : []),
    ],
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
    longPollSeconds: read.OP_LONG_POLL_SECONDS ?? 0,
    pingFailure: read.OP_PING_FAILURE,
    dpopNonce: read.OP_DPOP_NONCE === "on",
    tls: tlsSettings(read),
    consoleClients: consoleClientsFrom(read),
  };
}

function tlsSettings(read: {
  OP_BASE_URL: string;
  OP_TLS_PORT?: number | undefined;
  OP_TLS_CERT_FILE?: string | undefined;
  OP_TLS_KEY_FILE?: string | undefined;
  OP_TLS_CLIENT_CA_FILE?: string | undefined;
  OP_TLS_BASE_URL?: string | undefined;
}): TlsSettings | undefined {
  const { OP_TLS_CERT_FILE: certFile, OP_TLS_KEY_FILE: keyFile, OP_TLS_PORT: tlsPort } = read;
  if (!tlsPort || !certFile || !keyFile) return undefined;
  return {
    port: tlsPort,
    certFile,
    keyFile,
    clientCaFile: read.OP_TLS_CLIENT_CA_FILE,
    baseUrl: read.OP_TLS_BASE_URL ?? `https://${new URL(read.OP_BASE_URL).hostname}:${tlsPort}`,
  };
}
