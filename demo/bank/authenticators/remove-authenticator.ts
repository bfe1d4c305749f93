import { sql } from "kysely";
import type { Call } from "../call.ts";
import { refuse } from "../http/refuse.ts";

/** Removes a device for good. Its key stays known, so that it can never be pinned again. */
export async function removeAuthenticator(call: Call): Promise<undefined> {
  const removed = await call.db
    .updateTable("authenticator")
    .set({ removedAt: sql<Date>`coalesce(removed_at, clock_timestamp())` })
    .where("id", "=", call.params.authenticator_id ?? "")
    .returning("id")
    .executeTakeFirst();
  if (!removed) throw refuse("unknown_authenticator", "Check the device's id.", { status: 404 });
}
