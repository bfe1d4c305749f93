import pino from "pino";
import { logLevel } from "./config/zone.ts";

/** The only fields that a log line can hold. None is a place for a secret or a customer's data. */
export interface LogFields {
  requestId?: string;
  orderId?: string;
  approvalId?: string;
  operatorId?: string;
  jobId?: string;
  queue?: string;
  state?: string;
  event?: string;
  code?: string;
  reason?: string;
  path?: string;
  method?: string;
  status?: number;
  ms?: number;
  count?: number;
  process?: string;
  error?: unknown;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Anything that looks like a token, a key or an account number is cut out of messages of others. */
export function scrub(text: string): string {
  return text
    .replace(/[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_.-]*/g, "[token]")
    .replace(/[A-Za-z0-9+/_=-]{33,}/g, (word) => (uuid.test(word) ? word : "[secret]"))
    .replace(/\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/g, "[iban]")
    .replace(/(:\/\/)[^@\s/]+@/g, "$1[credentials]@");
}

function describe(error: unknown): { name: string; message: string; at?: string } {
  if (!(error instanceof Error)) return { name: typeof error, message: "" };
  const at = error.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
  return {
    name: error.name,
    message: scrub(error.message),
    ...(at ? { at: at.trim() } : {}),
  };
}

let logger: pino.Logger | undefined;

function write(level: "debug" | "info" | "warn" | "error", event: string, fields: LogFields): void {
  logger ??= pino({ level: logLevel(), base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const { error, ...plain } = fields;
  const clean = Object.fromEntries(
    Object.entries(plain).map(([key, value]) => [
      key,
      typeof value === "string" ? scrub(value) : value,
    ]),
  );
  logger[level]({ ...clean, ...(error === undefined ? {} : { error: describe(error) }) }, event);
}

/** JSON lines on stdout: a name for what happened and the fields allowed above, scrubbed. */
export const log = {
  debug: (event: string, fields: LogFields = {}) => write("debug", event, fields),
  info: (event: string, fields: LogFields = {}) => write("info", event, fields),
  warn: (event: string, fields: LogFields = {}) => write("warn", event, fields),
  error: (event: string, fields: LogFields = {}) => write("error", event, fields),
};
