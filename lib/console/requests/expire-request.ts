import { sql } from "kysely";
import { transact } from "#lib/platform/database/audit.ts";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { database } from "../database.ts";
import { jobs } from "../engine/jobs.ts";
import { WITHDRAW } from "../engine/queues.ts";
import { transition } from "./transition.ts";

/** pending → expired: nobody answered in time. The question is taken back, the order voided. */
export async function expireRequest(requestId: string): Promise<boolean> {
  const boss = await jobs();
  return transact(database(), async (transaction, audit) => {
    const expired = await transition(transaction, {
      requestId,
      from: ["pending"],
      set: { state: "expired", endedAt: sql<Date>`now()`, authReqIdSealed: null },
      event: "expired",
    });
    if (!expired) return false;
    await boss.send(WITHDRAW, { requestId, reason: "expired" }, { db: bossIn(transaction) });
    audit({ actor: "engine", action: "request.expired", subject: `request:${requestId}` });
    return true;
  });
}
