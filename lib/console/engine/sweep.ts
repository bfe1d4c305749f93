import { sql } from "kysely";
import { log } from "#lib/platform/log.ts";
import { database } from "../database.ts";
import { expireRequest } from "../requests/expire-request.ts";
import { failRequest } from "../requests/fail-request.ts";

/** Longer than every call of a start together, so nothing is swept that is still on its way. */
const STALE_SECONDS = 40;
const MAX_ROWS = 100;

/**
 * Ends what no job will end: a start that stopped half-way (a process died), and a pending request
 * long past its deadline. Compare-and-set in the verbs makes it safe from any number of engines.
 */
export async function sweep(): Promise<void> {
  const stale = await database()
    .selectFrom("requests")
    .where("state", "=", "requested")
    .where("createdAt", "<", sql<Date>`now() - make_interval(secs => ${STALE_SECONDS})`)
    .limit(MAX_ROWS)
    .select("id")
    .execute();
  for (const { id } of stale) {
    log.warn("request.stale", { requestId: id });
    await failRequest(id, "stale");
  }
  const overdue = await database()
    .selectFrom("requests")
    .where("state", "=", "pending")
    .where(
      "deadlineAt",
      "<",
      sql<Date>`now() - make_interval(secs => 2 * coalesce(interval_seconds, 0) + 5)`,
    )
    .limit(MAX_ROWS)
    .select("id")
    .execute();
  for (const { id } of overdue) await expireRequest(id);
}
