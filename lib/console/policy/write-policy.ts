import type { Kysely } from "kysely";
import type { ConsoleDatabase } from "../database.ts";

/** Writes the limits that the database enforces; only the owner role can. Seconds and counts. */
export async function writePolicy(
  owner: Kysely<ConsoleDatabase>,
  policy: { maxRequestsPerHour: number; declinePauseSeconds: number; lookupSeconds: number },
): Promise<void> {
  await owner.updateTable("policy").set(policy).execute();
}
