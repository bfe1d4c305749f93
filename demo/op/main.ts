import { once } from "node:events";
import type { Server } from "node:http";
import { join } from "node:path";
import { ConfigurationFault } from "#lib/platform/config/env.ts";
import { migrate } from "#lib/platform/database/migrate.ts";
import { log } from "#lib/platform/log.ts";
import { createIssuer } from "./create-issuer.ts";
import { expireRows } from "./database/expire.ts";
import { openDatabase } from "./database/open.ts";
import { loadKeys } from "./keys.ts";
import { createOpServers } from "./server.ts";
import { readSettings } from "./settings.ts";

const drainMs = 5_000;

/** The embedded OpenID provider: both issuers in one process. Ends on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const settings = readSettings();
  await migrate({
    ownerUrl: settings.databaseOwnerUrl,
    schema: "op",
    folder: join(import.meta.dirname, "migrations"),
  });
  const keys = await loadKeys(settings.keysFolder, {
    needsPs256: settings.consoleClients.some(({ id_token_alg }) => id_token_alg === "PS256"),
  });
  const database = openDatabase(settings.databaseUrl);
  const issuers = (["staff", "customers"] as const).map((name) =>
    createIssuer({ name, settings, database, keys }),
  );
  const listeners = await createOpServers({ settings, database, issuers });
  const sweeper = expireRows(database);
  for (const { port, server } of listeners) {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  }
  log.info("op.ready", { process: "op", path: settings.baseUrl });

  const stop = async () => {
    sweeper.stop();
    await Promise.all(listeners.map(({ server }) => drain(server)));
    await database.close();
    log.info("op.stopped", { process: "op" });
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), drainMs).unref();
  await closed;
}

main().catch((error: unknown) => {
  // The faults of a configuration are for the person who wrote it: names and rules, no values.
  if (error instanceof ConfigurationFault)
    for (const fault of error.faults) log.error("op.configuration", { reason: fault });
  else log.error("op.not-started", { error });
  process.exitCode = 1;
});
