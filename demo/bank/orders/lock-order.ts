import { type Selectable, sql } from "kysely";
import type { BankDatabase, BankTransaction } from "../database/open.ts";
import type { BankTables } from "../database/tables.ts";
import { refuse } from "../http/refuse.ts";
import type { BankSettings } from "../settings.ts";

export type OrderRow = Selectable<BankTables["orders"]>;
type Times = Pick<BankSettings, "approvedSeconds">;

/** A draft, an open or an approved order whose time is over: an approval is for now, not for some day. */
export function isOver({ approvedSeconds }: Times) {
  return sql<boolean>`(status = 'draft' and quote_expires_at <= clock_timestamp()
        or status = 'open' and expires_at <= clock_timestamp()
        or status = 'approved'
          and decided_at <= clock_timestamp() - make_interval(secs => ${approvedSeconds}))`;
}

/** Ends an order whose time is over. One statement, so it races nothing. */
export async function expireIfDue(db: BankDatabase, settings: Times, id: string): Promise<void> {
  await db
    .updateTable("orders")
    .set({ status: "expired", endedAt: sql<Date>`clock_timestamp()` })
    .where("id", "=", id)
    .where(isOver(settings))
    .execute();
}

/** The order as it is now, locked until the transaction ends: who holds it decides. */
export async function lockOrder(
  trx: BankTransaction,
  settings: Times,
  id: string,
): Promise<OrderRow> {
  await expireIfDue(trx, settings, id);
  const row = await trx
    .selectFrom("orders")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw unknownOrder();
  return row;
}

export function unknownOrder() {
  return refuse("unknown_order", "Check the order's id.");
}
