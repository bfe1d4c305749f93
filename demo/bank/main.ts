/** The demo bank as a process of its own. Settings: `settings.ts`; contract: `openapi.yaml`. */
import { readFileSync } from "node:fs";
import { migrateBank } from "./database/migrate.ts";
import { openBankDatabase } from "./database/open.ts";
import { keepTidy } from "./orders/tidy-orders.ts";
import { seedBank } from "./seeding/seed-bank.ts";
import { buildServer } from "./server.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings(process.env);
await migrateBank(settings.databaseOwnerUrl, settings.databaseUrl);
await seedBank(settings.databaseOwnerUrl);

const db = openBankDatabase(settings.databaseUrl);
const server = buildServer(settings, db);
const stopTidying = keepTidy(db, settings, server.log);
const { tls } = settings;
const secure =
  tls &&
  buildServer(settings, db, {
    cert: readFileSync(tls.certFile),
    key: readFileSync(tls.keyFile),
    minVersion: "TLSv1.2",
    // Any certificate may be shown: a token that names one is good with that one only.
    requestCert: true,
    rejectUnauthorized: false,
  });

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    // Requests under way are answered; new ones find the port closed.
    await Promise.all([server.close(), secure?.close(), stopTidying()]);
    await db.destroy();
    server.log.info("bank.stopped");
    process.exit(0);
  });

await server.listen({ host: "127.0.0.1", port: settings.port });
if (tls) await secure?.listen({ host: "127.0.0.1", port: tls.port });
const address = server.server.address();
const port = typeof address === "object" && address ? address.port : settings.port;
server.log.info({ port }, "bank.listening");
