import { z } from "zod";

const onOff = z.enum(["on", "off"]).default("off");
const wholeNumber = (low: number, high: number, standard: number) =>
  z.coerce.number().int().min(low).max(high).default(standard);

const environment = z.object({
  BANK_PORT: wholeNumber(0, 65535, 4403),
  BANK_DATABASE_URL: z.string().startsWith("postgres"),
  BANK_DATABASE_OWNER_URL: z.string().startsWith("postgres"),
  BANK_STAFF_ISSUER: z.url(),
  BANK_CUSTOMER_ISSUER: z.url(),
  BANK_AUDIENCE: z.string().min(1).default("bank-api"),
  /** Console clients, by comma: each sees its own orders only. */
  BANK_CLIENT_ID: z
    .string()
    .min(1)
    .default("countersign-console")
    .transform((text) => text.split(",").map((id) => id.trim())),
  /** A second listener by TLS, which takes client certificates (for certificate-bound tokens). */
  BANK_TLS_PORT: wholeNumber(0, 65535, 0),
  BANK_TLS_CERT_FILE: z.string().optional(),
  BANK_TLS_KEY_FILE: z.string().optional(),
  BANK_DEVICE_CLIENT_ID: z.string().min(1).default("countersign-device"),
  BANK_PHONE_CLIENT_ID: z.string().min(1).default("countersign-phone"),
  BANK_FAULTS: onOff,
  /** Searches that one operator may make in a minute and in an hour. */
  BANK_SEARCHES_PER_MINUTE: wholeNumber(1, 10_000, 30),
  BANK_SEARCHES_PER_HOUR: wholeNumber(1, 100_000, 300),
  /** Minor units, of whatever currency: per transfer and per rolling day. */
  BANK_TRANSFER_LIMIT_MINOR: wholeNumber(1, 1e13, 1_000_000),
  BANK_CUSTOMER_DAY_LIMIT_MINOR: wholeNumber(1, 1e13, 2_500_000),
  BANK_OPERATOR_DAY_LIMIT_MINOR: wholeNumber(1, 1e13, 25_000_000),
  /** How long a customer's second and later devices wait until they can approve. */
  BANK_DEVICE_COOL_DOWN_SECONDS: wholeNumber(0, 604_800, 60),
  /** How long after the customer's approval an order can be executed. */
  BANK_APPROVED_SECONDS: wholeNumber(1, 86_400, 600),
  /** How long a quote that ran out is kept, so that opening it says what became of it. */
  BANK_QUOTES_KEPT_SECONDS: wholeNumber(0, 604_800, 3_600),
  BANK_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export interface BankSettings {
  port: number;
  databaseUrl: string;
  databaseOwnerUrl: string;
  staffIssuer: string;
  customerIssuer: string;
  audience: string;
  clientIds: readonly string[];
  tls: { port: number; certFile: string; keyFile: string } | undefined;
  deviceClientId: string;
  phoneClientId: string;
  faults: boolean;
  searchesPerMinute: number;
  searchesPerHour: number;
  transferLimitMinor: bigint;
  customerDayLimitMinor: bigint;
  operatorDayLimitMinor: bigint;
  deviceCoolDownSeconds: number;
  approvedSeconds: number;
  quotesKeptSeconds: number;
  logLevel: string;
}

/** Reads and checks the environment. Throws one error that names every fault at once. */
export function readSettings(env: Record<string, string | undefined>): BankSettings {
  const result = environment.safeParse(env);
  if (!result.success) {
    const faults = result.error.issues.map((each) => `${each.path.join(".")}: ${each.message}`);
    throw new Error(`The bank cannot start with these settings:\n${faults.join("\n")}`);
  }
  const value = result.data;
  return {
    port: value.BANK_PORT,
    databaseUrl: value.BANK_DATABASE_URL,
    databaseOwnerUrl: value.BANK_DATABASE_OWNER_URL,
    staffIssuer: value.BANK_STAFF_ISSUER,
    customerIssuer: value.BANK_CUSTOMER_ISSUER,
    audience: value.BANK_AUDIENCE,
    clientIds: value.BANK_CLIENT_ID,
    tls:
      value.BANK_TLS_CERT_FILE && value.BANK_TLS_KEY_FILE
        ? {
            port: value.BANK_TLS_PORT,
            certFile: value.BANK_TLS_CERT_FILE,
            keyFile: value.BANK_TLS_KEY_FILE,
          }
        : undefined,
    deviceClientId: value.BANK_DEVICE_CLIENT_ID,
    phoneClientId: value.BANK_PHONE_CLIENT_ID,
    faults: value.BANK_FAULTS === "on",
    searchesPerMinute: value.BANK_SEARCHES_PER_MINUTE,
    searchesPerHour: value.BANK_SEARCHES_PER_HOUR,
    transferLimitMinor: BigInt(value.BANK_TRANSFER_LIMIT_MINOR),
    customerDayLimitMinor: BigInt(value.BANK_CUSTOMER_DAY_LIMIT_MINOR),
    operatorDayLimitMinor: BigInt(value.BANK_OPERATOR_DAY_LIMIT_MINOR),
    deviceCoolDownSeconds: value.BANK_DEVICE_COOL_DOWN_SECONDS,
    approvedSeconds: value.BANK_APPROVED_SECONDS,
    quotesKeptSeconds: value.BANK_QUOTES_KEPT_SECONDS,
    logLevel: value.BANK_LOG_LEVEL,
  };
}
