import { sql } from "kysely";
import type { BankDatabase } from "../database/open.ts";
import type { BankSettings } from "../settings.ts";
import { isOver } from "./lock-order.ts";

const everyMs = 15_000;
/** Rows of one kind in one statement: no run holds many locks or takes long. */
const atMost = 500;

/**
 * Ends open and approved orders whose time is over, then deletes quotes that ran out. Every reader
 * and mover of an order ends it as well (`expireIfDue`); this is for those that nobody asks about.
 */
export async function tidyOrders(
  db: BankDatabase,
  settings: Pick<BankSettings, "approvedSeconds" | "quotesKeptSeconds">,
): Promise<{ expired: number; purged: number }> {
  const { numUpdatedRows } = await db
    .updateTable("orders")
    .set({ status: "expired", endedAt: sql<Date>`clock_timestamp()` })
    .where("id", "in", (from) =>
      from
        .selectFrom("orders")
        .select("id")
        .where("status", "in", ["open", "approved"])
        .where(isOver(settings))
        .orderBy("id")
        .limit(atMost)
        // Whoever holds an order is moving it, and has looked at the time itself.
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst();
  const { rows } = await sql<{ purged: number }>`
    select bank.purge_expired_quotes(${settings.quotesKeptSeconds}, ${atMost}) as purged`.execute(
    db,
  );
  return { expired: Number(numUpdatedRows), purged: rows[0]?.purged ?? 0 };
}

/** Tidies now and then, one run at a time. The returned function stops it and waits for a run. */
export function keepTidy(
  db: BankDatabase,
  settings: BankSettings,
  log: { warn(fields: object, event: string): void },
): () => Promise<void> {
  let run: Promise<void> | undefined;
  const timer = setInterval(() => {
    run ??= tidyOrders(db, settings)
      .then(() => undefined)
      .catch((error: unknown) =>
        log.warn({ error: error instanceof Error ? error.name : "unknown" }, "bank.not-tidied"),
      )
      .finally(() => {
        run = undefined;
      });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await run;
  };
}
