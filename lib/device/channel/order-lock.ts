import { sql } from "kysely";
import type { DeviceDatabase } from "../database.ts";

/**
 * Until the transaction ends, no other one asks about or withdraws this order of this client: a
 * withdrawal and the channel's request may come at the same instant, in either order.
 */
export async function lockOrder(
  transaction: DeviceDatabase,
  azp: string,
  orderId: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`order ${azp} ${orderId}`}, 0))`.execute(
    transaction,
  );
}
