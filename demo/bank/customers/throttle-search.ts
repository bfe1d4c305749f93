import { sql } from "kysely";
import type { BankTransaction } from "../database/open.ts";
import { refuse } from "../http/refuse.ts";
import type { BankSettings } from "../settings.ts";

/**
 * Refuses (429) when the operator has used up the minute's or the hour's searches; `retryAt` is
 * when the oldest one in that window leaves it. Call it under the operator's search lock.
 */
export async function throttleSearch(
  trx: BankTransaction,
  settings: BankSettings,
  operatorSub: string,
): Promise<void> {
  const windows = [
    { allowed: settings.searchesPerMinute, seconds: 60 },
    { allowed: settings.searchesPerHour, seconds: 3600 },
  ];
  for (const { allowed, seconds } of windows) {
    // The one that has to leave the window before the next fits in; there is none below the limit.
    const blocking = await trx
      .selectFrom("search")
      .select(sql<Date>`searched_at + make_interval(secs => ${seconds})`.as("retryAt"))
      .where("operatorSub", "=", operatorSub)
      .where(sql<boolean>`searched_at > clock_timestamp() - make_interval(secs => ${seconds})`)
      .orderBy("searchedAt", "desc")
      .offset(allowed - 1)
      .limit(1)
      .executeTakeFirst();
    if (blocking)
      throw refuse("too_many_searches", "You have searched too often. Wait, then search again.", {
        retryAt: blocking.retryAt,
      });
  }
}
