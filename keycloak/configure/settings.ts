import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { PublicKeys } from "../describe/clients.ts";
import { type Variant, variants } from "../describe/customer-realm.ts";
import { KeycloakProblem } from "../problem.ts";

export const usage = `Usage: npm run keycloak:configure -- --realm-url URL --variant ${variants.join("|")} [options]

  --realm-url URL      the realm, e.g. https://id.example/realms/customers
  --variant NAME       how the console asks
  --console-url URL    origin under which Keycloak reaches the console (else CONSOLE_PUBLIC_URL)
  --phone-url URL      origin of the phone app (else DEVICE_PUBLIC_URL)
  --jwks-url URL       where Keycloak reads the console's public keys (else {console}/api/ciba/jwks)
  --jwks-file FILE     public JWK Set to put into the client instead of an address
  --expires-in SECONDS how long a customer may take, for the whole realm (120)
  --interval SECONDS   least time between two polls, for the whole realm (2)
  --admin-url URL      Keycloak's admin address, where it differs from the realm's
  --apply              do it; without, only the plan is printed
  --json               the plan as JSON

The administrator comes from the environment, never from the command line:
KEYCLOAK_ADMIN_CLIENT_ID and KEYCLOAK_ADMIN_CLIENT_SECRET, or KEYCLOAK_ADMIN_USER and
KEYCLOAK_ADMIN_PASSWORD; of the realm KEYCLOAK_ADMIN_REALM (master).
Ids and secrets of the clients: CONSOLE_CIBA_CLIENT_ID, CONSOLE_CIBA_CLIENT_SECRET,
DEVICE_CLIENT_ID, DEVICE_CLIENT_SECRET, DEVICE_PHONE_CLIENT_ID, DEVICE_PHONE_CLIENT_SECRET.
A secret that is not given is left to Keycloak.`;

export type Administrator =
  | { realm: string; clientId: string; clientSecret: string }
  | { realm: string; username: string; password: string };

export interface OwnClient {
  clientId?: string;
  secret?: string;
}

export interface ConfigureSettings {
  /** Base address of Keycloak, without a trailing slash. */
  serverUrl: string;
  adminUrl: string;
  realm: string;
  variant: Variant;
  consoleOrigin: string;
  phoneOrigin: string;
  keys: PublicKeys | undefined;
  expiresIn: number;
  interval: number;
  administrator: Administrator;
  console: OwnClient;
  device: OwnClient;
  phone: OwnClient;
  apply: boolean;
  json: boolean;
}

const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));
const origin = address.transform((url) => new URL(url).origin);
const seconds = z.coerce.number().int().min(1).max(3600);
const secret = z.string().min(16).optional();
const name = z.string().min(1).optional();

const options = z.object({
  "realm-url": address,
  variant: z.enum(variants),
  "console-url": origin,
  "phone-url": origin,
  "jwks-url": address.optional(),
  "jwks-file": z.string().optional(),
  "expires-in": seconds.default(120),
  interval: seconds.default(2),
  "admin-url": address.optional(),
  apply: z.boolean().default(false),
  json: z.boolean().default(false),
});

const environment = z.object({
  KEYCLOAK_ADMIN_REALM: z.string().min(1).default("master"),
  KEYCLOAK_ADMIN_CLIENT_ID: name,
  KEYCLOAK_ADMIN_CLIENT_SECRET: name,
  KEYCLOAK_ADMIN_USER: name,
  KEYCLOAK_ADMIN_PASSWORD: name,
  CONSOLE_CIBA_CLIENT_ID: name,
  CONSOLE_CIBA_CLIENT_SECRET: secret,
  DEVICE_CLIENT_ID: name,
  DEVICE_CLIENT_SECRET: secret,
  DEVICE_PHONE_CLIENT_ID: name,
  DEVICE_PHONE_CLIENT_SECRET: secret,
});
type Environment = z.infer<typeof environment>;

/** What the command line and the environment say. @throws KeycloakProblem: all faults in a sentence */
export function readSettings(
  argv: readonly string[],
  env: Record<string, string | undefined>,
): ConfigureSettings {
  const given = parsed(options, {
    "console-url": env.CONSOLE_PUBLIC_URL,
    "phone-url": env.DEVICE_PUBLIC_URL,
    ...commandLine(argv),
  });
  const known = parsed(environment, env);
  const [, serverUrl, realm] = /^(.+)\/realms\/([^/]+)$/.exec(given["realm-url"]) ?? [];
  if (!serverUrl || !realm)
    throw new KeycloakProblem("--realm-url must end in /realms/NAME, as the issuer does.");
  return {
    serverUrl,
    adminUrl: given["admin-url"] ?? serverUrl,
    realm: decodeURIComponent(realm),
    variant: given.variant,
    consoleOrigin: given["console-url"],
    phoneOrigin: given["phone-url"],
    keys: publicKeys(given["jwks-url"], given["jwks-file"]),
    expiresIn: given["expires-in"],
    interval: given.interval,
    administrator: administrator(known),
    console: ownClient(known.CONSOLE_CIBA_CLIENT_ID, known.CONSOLE_CIBA_CLIENT_SECRET),
    device: ownClient(known.DEVICE_CLIENT_ID, known.DEVICE_CLIENT_SECRET),
    phone: ownClient(known.DEVICE_PHONE_CLIENT_ID, known.DEVICE_PHONE_CLIENT_SECRET),
    apply: given.apply,
    json: given.json,
  };
}

function commandLine(argv: readonly string[]): Record<string, unknown> {
  const texts = Object.keys(options.shape).filter((each) => each !== "apply" && each !== "json");
  try {
    return parseArgs({
      args: [...argv],
      options: {
        ...Object.fromEntries(texts.map((each) => [each, { type: "string" as const }])),
        apply: { type: "boolean" as const },
        json: { type: "boolean" as const },
      },
    }).values;
  } catch (error) {
    throw new KeycloakProblem(error instanceof Error ? error.message : String(error));
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message, code, input }) => {
    const key = path.join(".");
    const said = code === "invalid_type" && input === undefined ? "is missing" : message;
    return `${/^[A-Z_]+$/.test(key) ? key : `--${key}`}: ${said}`;
  });
  throw new KeycloakProblem(`These settings are not usable: ${faults.join("; ")}.`);
}

function administrator(env: Environment): Administrator {
  const realm = env.KEYCLOAK_ADMIN_REALM;
  const { KEYCLOAK_ADMIN_CLIENT_ID: clientId, KEYCLOAK_ADMIN_CLIENT_SECRET: clientSecret } = env;
  if (clientId && clientSecret) return { realm, clientId, clientSecret };
  const { KEYCLOAK_ADMIN_USER: username, KEYCLOAK_ADMIN_PASSWORD: password } = env;
  if (username && password) return { realm, username, password };
  throw new KeycloakProblem(
    "No administrator: set KEYCLOAK_ADMIN_CLIENT_ID and KEYCLOAK_ADMIN_CLIENT_SECRET, or KEYCLOAK_ADMIN_USER and KEYCLOAK_ADMIN_PASSWORD, in the environment.",
  );
}

function ownClient(clientId: string | undefined, secretText: string | undefined): OwnClient {
  return { ...(clientId ? { clientId } : {}), ...(secretText ? { secret: secretText } : {}) };
}

const publicSet = z.object({
  keys: z.array(z.looseObject({ kty: z.enum(["EC", "RSA"]), d: z.undefined().optional() })).min(1),
});

function publicKeys(url: string | undefined, file: string | undefined): PublicKeys | undefined {
  if (url) return { url };
  if (!file) return undefined;
  try {
    return { set: publicSet.parse(JSON.parse(readFileSync(file, "utf8"))) };
  } catch {
    throw new KeycloakProblem(
      `${file} is not a readable JWK Set of public keys (a private key does not belong here).`,
    );
  }
}
