import { consoleConfig } from "#lib/platform/config/console.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { unseal } from "#lib/platform/seal.ts";
import { database } from "../database.ts";
import { endOpSession, revokeToken } from "../op/end-tokens.ts";
import { sealedIn, transition } from "../requests/transition.ts";
import type { Settled } from "./queue-loop.ts";

/**
 * After use: the access token revoked, the OP session ended, both values wiped from the row. Each
 * step can be done again, so a try that fails is simply repeated.
 */
export async function finishRequest(requestId: string): Promise<Settled> {
  const keys = consoleConfig().CONSOLE_SEALING_KEYS;
  const row = await database()
    .selectFrom("requests")
    .where("id", "=", requestId)
    .select(["accessTokenSealed", "idTokenSealed"])
    .executeTakeFirst();
  if (!row || (row.accessTokenSealed === null && row.idTokenSealed === null)) return "done";
  if (row.accessTokenSealed)
    await revokeToken(
      await unseal(keys, row.accessTokenSealed, sealedIn("access_token", requestId)),
    );
  if (row.idTokenSealed)
    await endOpSession(await unseal(keys, row.idTokenSealed, sealedIn("id_token", requestId)));
  await transact(database(), async (transaction, audit) => {
    const wiped = await transition(transaction, {
      requestId,
      from: ["granted"],
      set: { accessTokenSealed: null, idTokenSealed: null },
      event: "tokens_revoked",
    });
    if (wiped)
      audit({ actor: "engine", action: "tokens.revoked", subject: `request:${requestId}` });
  });
  return "done";
}
