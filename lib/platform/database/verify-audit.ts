import { z } from "zod";
import { databaseUrl, readConfig } from "../config/env.ts";
import { zone } from "../config/zone.ts";
import { firstBrokenAuditLine } from "./audit.ts";
import { openDatabase } from "./open.ts";

/** `npm run audit:verify`: walks the zone's audit chain; exit 1 and the first line that does not fit. */
const settings = readConfig({
  CONSOLE_DATABASE_URL: databaseUrl.optional(),
  DEVICE_DATABASE_URL: databaseUrl.optional(),
});
const url = z
  .string({ error: `the database's address of the ${zone()} zone is missing` })
  .parse(zone() === "console" ? settings.CONSOLE_DATABASE_URL : settings.DEVICE_DATABASE_URL);
const database = openDatabase<{ audit: { seq: number } }>({
  url,
  name: "audit",
  maxConnections: 1,
});
const broken = await firstBrokenAuditLine(database);
await database.destroy();
process.stdout.write(
  broken === undefined
    ? "The audit trail holds: every line fits the one before.\n"
    : `The audit trail is broken at line ${broken}: that line or the one before it was changed.\n`,
);
process.exit(broken === undefined ? 0 : 1);
