import { sql } from "kysely";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { seal } from "#lib/platform/seal.ts";
import { database } from "../database.ts";
import { jobs } from "../engine/jobs.ts";
import { EXECUTE } from "../engine/queues.ts";
import type { CustomerTokens } from "../op/poll-token.ts";
import { sealedIn, transition } from "./transition.ts";

const ASSUMED_LIFETIME_SECONDS = 60;

/**
 * pending → granted: tokens sealed, event, audit line and the job that executes, in one transaction
 * right after redemption. False when the request is no longer pending (the tokens are then revoked
 * by the caller, never used).
 */
export async function grantRequest(requestId: string, tokens: CustomerTokens): Promise<boolean> {
  const keys = consoleConfig().CONSOLE_SEALING_KEYS;
  const [access, id, boss] = await Promise.all([
    seal(keys, tokens.accessToken, sealedIn("access_token", requestId)),
    seal(keys, tokens.idToken, sealedIn("id_token", requestId)),
    jobs(),
  ]);
  return transact(database(), async (transaction, audit) => {
    const granted = await transition(transaction, {
      requestId,
      from: ["pending"],
      set: {
        state: "granted",
        execution: "waiting",
        accessTokenSealed: access,
        idTokenSealed: id,
        authReqIdSealed: null,
        authenticatedAt: tokens.authenticatedAt,
        tokenExpiresAt: sql<Date>`now() + make_interval(secs => ${tokens.expiresInSeconds ?? ASSUMED_LIFETIME_SECONDS})`,
      },
      event: "granted",
    });
    if (!granted) return false;
    await boss.send(EXECUTE, { requestId }, { db: bossIn(transaction) });
    audit({
      actor: `customer:${granted.customerSub}`,
      action: "request.granted",
      subject: `request:${requestId}`,
    });
    return true;
  });
}
