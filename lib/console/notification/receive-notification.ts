import { sql } from "kysely";
import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { equalSecret, sha256 } from "#lib/platform/random.ts";
import { database } from "../database.ts";
import { jobs } from "../engine/jobs.ts";
import { POLL } from "../engine/queues.ts";
import { receivePush } from "./receive-push.ts";

const notification = z.looseObject({ auth_req_id: z.string().min(1).max(4_096) });

/**
 * A notification of the OP (ping or push). The bearer is looked up by its hash; a wrong or missing
 * one is 401 and changes nothing. An `auth_req_id` that is not the request's is acknowledged and
 * does nothing. A ping is a hint only: it makes the next poll due now.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#ping_callback
 */
export async function receiveNotification(input: {
  bearer: string | undefined;
  /** Read only for a token of ours: a stranger's body costs us nothing. */
  readBody: () => Promise<unknown>;
}): Promise<void> {
  const row = input.bearer
    ? await database()
        .selectFrom("requests")
        .where("notificationTokenHash", "=", sha256(input.bearer))
        .select(["id", "state", "authReqIdHash", "customerSub", "orderId"])
        .executeTakeFirst()
    : undefined;
  if (!row)
    throw new Refusal("wrong_token", "This notification has no token that we gave out.", {
      status: 401,
    });
  const parsed = notification.safeParse(await input.readBody());
  if (!parsed.success)
    throw new Refusal("invalid_notification", "A notification names an auth_req_id.", {
      status: 400,
    });
  const isOurs =
    row.authReqIdHash === null || equalSecret(row.authReqIdHash, sha256(parsed.data.auth_req_id));
  if (!isOurs) return;
  if (consoleConfig().CONSOLE_CIBA_DELIVERY === "push") await receivePush(row, parsed.data);
  else if (row.state === "requested" || row.state === "pending") await ping(row.id);
}

/** Remembers the ping and makes the poll due; harmless however often and whenever it comes. */
async function ping(requestId: string): Promise<void> {
  const boss = await jobs();
  await database()
    .transaction()
    .execute(async (transaction) => {
      await transaction
        .updateTable("requests")
        // In milliseconds, as we read it back: a ping is told from another by this instant.
        .set({ pingedAt: sql<Date>`date_trunc('milliseconds', clock_timestamp())` })
        .where("id", "=", requestId)
        .where("state", "in", ["requested", "pending"])
        .execute();
      await boss.update(POLL, undefined, {
        id: requestId,
        startAfter: 0,
        db: bossIn(transaction),
      });
    });
}
