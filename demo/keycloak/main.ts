import { pino } from "pino";
import { z } from "zod";
import { demoRealms } from "#demo/keycloak/realms.ts";
import { customers } from "#demo/seed/customers.ts";
import { staff } from "#demo/seed/staff.ts";
import { KeycloakProblem } from "#keycloak/problem.ts";
import { startKeycloak } from "#keycloak/run.ts";

const origin = z.url().transform((url) => new URL(url).origin);
const port = z.coerce.number().int().min(1).max(65_535);
const settings = z
  .object({
    OP_PORT: port,
    OP_MANAGEMENT_PORT: port,
    OP_PUBLIC_URL: origin,
    OP_CHANNEL_URL: z.url(),
    OP_CONSOLE_URL: origin,
    OP_CONSOLE_BACKCHANNEL_URL: origin,
    OP_PHONE_URL: origin,
    OP_CONSOLE_STAFF_CLIENT_SECRET: z.string().min(32),
    OP_CONSOLE_CLIENT_SECRET: z.string().min(32),
    OP_DEVICE_CLIENT_SECRET: z.string().min(32),
    OP_PHONE_CLIENT_SECRET: z.string().min(32),
    /** Distribution, fetched once. */
    OP_KEYCLOAK_FOLDER: z.string().default(".countersign/keycloak"),
    /** Database of this one; default: `data-PORT` in the folder above. */
    OP_DATA_FOLDER: z.string().optional(),
  })
  .parse(process.env);

const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => stop.abort(new KeycloakProblem("Stopped before it was ready.")));
}
const log = pino({ base: { process: "keycloak" } });

try {
  const keycloak = await startKeycloak({
    folder: settings.OP_KEYCLOAK_FOLDER,
    ...(settings.OP_DATA_FOLDER ? { dataFolder: settings.OP_DATA_FOLDER } : {}),
    port: settings.OP_PORT,
    managementPort: settings.OP_MANAGEMENT_PORT,
    hostnameUrl: settings.OP_PUBLIC_URL,
    channelUrl: settings.OP_CHANNEL_URL,
    realms: demoRealms({
      staff,
      customers,
      secrets: {
        consoleStaff: settings.OP_CONSOLE_STAFF_CLIENT_SECRET,
        console: settings.OP_CONSOLE_CLIENT_SECRET,
        device: settings.OP_DEVICE_CLIENT_SECRET,
        phone: settings.OP_PHONE_CLIENT_SECRET,
      },
      consoleOrigin: settings.OP_CONSOLE_URL,
      consoleBackchannelOrigin: settings.OP_CONSOLE_BACKCHANNEL_URL,
      phoneOrigin: settings.OP_PHONE_URL,
    }),
    signal: stop.signal,
    log: {
      progress: (message) => log.info(message),
      output: (line) => process.stdout.write(`${line}\n`),
    },
  });
  await keycloak.ready;
  log.info("Keycloak is ready");
  await keycloak.ended;
} catch (error) {
  // Asked to stop while it was still starting: no error.
  if (!stop.signal.aborted) {
    if (!(error instanceof KeycloakProblem)) throw error;
    log.error(error.message);
    process.exitCode = 1;
  }
}
