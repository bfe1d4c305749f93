import type { Provisioned } from "#demo/postgres/provision.ts";
import type { Addresses, OpKind } from "./addresses.ts";
import type { Secrets } from "./secrets.ts";

export type Variables = Record<string, string>;

/** One process's own variables; `prepare…` ones also hold the schema owner's address. */
export type Environments = {
  bank: Variables;
  op: Variables;
  keycloak: Variables;
  prepareDevice: Variables;
  device: Variables;
  prepareConsole: Variables;
  console: Variables;
  portal: Variables;
};

/** Settings beside those derived here (limits, faults, log level), by the process they are for. */
export type ExtraSettings = Partial<Record<"bank" | "op" | "device" | "console", Variables>>;

/** Variables of the system that every process may see; all else of ours stays with us. */
const SYSTEM_VARIABLES = [
  "PATH",
  "HOME",
  "TMPDIR",
  "NODE_EXTRA_CA_CERTS",
  "TZ",
  "LANG",
  "JAVA_HOME",
  "SystemRoot",
  "TEMP",
  "APPDATA",
  "LOCALAPPDATA",
];

/** A clean environment to add a zone's own variables to. */
export function systemVariables(): Variables {
  return Object.fromEntries(
    SYSTEM_VARIABLES.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Every variable of every process of a stack, in one place. `.env.example` says what each is for. */
export function environmentsOf(input: {
  addresses: Addresses;
  op: OpKind;
  secrets: Secrets;
  database: Provisioned;
  dataFolder: string;
  faults: boolean;
  extra?: ExtraSettings;
}): Environments {
  const { addresses, secrets, database, extra } = input;
  const common: Variables = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };

  const bank: Variables = {
    ...extra?.bank,
    NODE_ENV: "production",
    BANK_PORT: String(addresses.port.bank),
    BANK_DATABASE_URL: database.bank.runtimeUrl,
    BANK_DATABASE_OWNER_URL: database.bank.ownerUrl,
    BANK_STAFF_ISSUER: addresses.staffIssuer,
    BANK_CUSTOMER_ISSUER: addresses.customerIssuer,
    BANK_AUDIENCE: "bank-api",
    BANK_CLIENT_ID: "countersign-console",
    BANK_DEVICE_CLIENT_ID: "countersign-device",
    BANK_PHONE_CLIENT_ID: "countersign-phone",
    BANK_FAULTS: input.faults ? "on" : "off",
  };

  const op: Variables = {
    ...extra?.op,
    NODE_ENV: "production",
    OP_PORT: String(addresses.port.op),
    OP_BASE_URL: addresses.op,
    OP_CONSOLE_URL: addresses.console,
    OP_PHONE_URL: addresses.phone,
    OP_CHANNEL_URL: addresses.channel,
    OP_SECRET_CONSOLE_STAFF: secrets.clients.consoleStaff,
    OP_SECRET_CONSOLE: secrets.clients.console,
    OP_SECRET_DEVICE: secrets.clients.device,
    OP_SECRET_PHONE: secrets.clients.phone,
    OP_DATABASE_URL: database.op.runtimeUrl,
    OP_DATABASE_OWNER_URL: database.op.ownerUrl,
    OP_DATA_FOLDER: `${input.dataFolder}/op`,
  };

  const keycloak: Variables = {
    OP_PORT: String(addresses.port.op),
    OP_MANAGEMENT_PORT: String(addresses.port.opManagement),
    OP_PUBLIC_URL: addresses.op,
    OP_CONSOLE_URL: addresses.console,
    OP_CONSOLE_BACKCHANNEL_URL: addresses.consoleByAddress,
    OP_PHONE_URL: addresses.phone,
    OP_CHANNEL_URL: addresses.channel,
    OP_CONSOLE_STAFF_CLIENT_SECRET: secrets.clients.consoleStaff,
    OP_CONSOLE_CLIENT_SECRET: secrets.clients.console,
    OP_DEVICE_CLIENT_SECRET: secrets.clients.device,
    OP_PHONE_CLIENT_SECRET: secrets.clients.phone,
    // 250 MB of program, the same for every stack; only the data are a stack's own.
    OP_KEYCLOAK_FOLDER: ".countersign/keycloak",
    OP_DATA_FOLDER: `${input.dataFolder}/keycloak-data`,
  };

  const device: Variables = {
    ...extra?.device,
    ...common,
    COUNTERSIGN_ZONE: "device",
    DEVICE_PUBLIC_URL: addresses.phone,
    DEVICE_DATABASE_URL: database.device.runtimeUrl,
    DEVICE_CUSTOMER_ISSUER: addresses.customerIssuer,
    DEVICE_OP_CALLBACK_URL: addresses.cibaCallback,
    DEVICE_CLIENT_ID: "countersign-device",
    DEVICE_CLIENT_SECRET: secrets.clients.device,
    DEVICE_PHONE_CLIENT_ID: "countersign-phone",
    DEVICE_PHONE_CLIENT_SECRET: secrets.clients.phone,
    DEVICE_CONSOLE_CLIENT_IDS: "countersign-console",
    DEVICE_BANK_URL: addresses.bank,
    DEVICE_SEALING_KEYS: secrets.deviceSealingKeys,
    DEVICE_DEMO_ORIGIN: addresses.portal,
  };

  const console: Variables = {
    ...extra?.console,
    ...common,
    COUNTERSIGN_ZONE: "console",
    CONSOLE_PUBLIC_URL: addresses.console,
    CONSOLE_DATABASE_URL: database.console.runtimeUrl,
    CONSOLE_STAFF_ISSUER: addresses.staffIssuer,
    CONSOLE_STAFF_CLIENT_ID: "countersign-console-staff",
    CONSOLE_STAFF_CLIENT_SECRET: secrets.clients.consoleStaff,
    CONSOLE_CUSTOMER_ISSUER: addresses.customerIssuer,
    CONSOLE_CIBA_CLIENT_ID: "countersign-console",
    CONSOLE_CIBA_CLIENT_SECRET: secrets.clients.console,
    CONSOLE_CIBA_PROFILE: input.op === "keycloak" ? "keycloak" : "oidc-provider",
    CONSOLE_BANK_URL: addresses.bank,
    CONSOLE_DEVICE_URL: addresses.phone,
    CONSOLE_PHONE_URL: addresses.phone,
    CONSOLE_SEALING_KEYS: secrets.consoleSealingKeys,
    CONSOLE_AUTH_SECRET: secrets.consoleAuthSecret,
    // next-auth reads these two itself.
    NEXTAUTH_URL: addresses.console,
    NEXTAUTH_SECRET: secrets.consoleAuthSecret,
  };

  return {
    bank,
    op,
    keycloak,
    prepareDevice: { ...device, DEVICE_DATABASE_OWNER_URL: database.device.ownerUrl },
    device,
    prepareConsole: { ...console, CONSOLE_DATABASE_OWNER_URL: database.console.ownerUrl },
    console,
    portal: {
      PORTAL_PORT: String(addresses.port.portal),
      PORTAL_CONSOLE_URL: addresses.console,
      PORTAL_PHONE_URL: addresses.phone,
      PORTAL_PHONES_FOLDER: `${input.dataFolder}/phones`,
    },
  };
}
