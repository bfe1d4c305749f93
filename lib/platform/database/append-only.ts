import pg from "pg";
import { connectionSettings } from "./open.ts";

/**
 * Takes from the runtime role the right to change what it may only add to (`appendOnly`) or only
 * read (`readOnly`). Runs as the owner, after the migrations.
 */
export async function restrictRuntime(options: {
  ownerUrl: string;
  runtimeUrl: string;
  appendOnly: readonly string[];
  readOnly: readonly string[];
}): Promise<void> {
  const client = new pg.Client(connectionSettings(options.ownerUrl, "restrict"));
  await client.connect();
  try {
    const runtime = client.escapeIdentifier(
      decodeURIComponent(new URL(options.runtimeUrl).username),
    );
    const names = (tables: readonly string[]) =>
      tables.map((table) => client.escapeIdentifier(table)).join(", ");
    if (options.appendOnly.length > 0)
      await client.query(
        `revoke update, delete, truncate on ${names(options.appendOnly)} from ${runtime}`,
      );
    if (options.readOnly.length > 0)
      await client.query(
        `revoke insert, update, delete, truncate on ${names(options.readOnly)} from ${runtime}`,
      );
  } finally {
    await client.end();
  }
}
