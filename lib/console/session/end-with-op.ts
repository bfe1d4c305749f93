import { log } from "#lib/platform/log.ts";
import { endStaffSession } from "../op/end-tokens.ts";
import { type EndReason, endSessions, type SessionKey } from "./end-sessions.ts";

/**
 * Ends sessions here and at the staff issuer, so that the next person at this desk starts with an
 * empty form. The issuer's part is best effort: the session here is over either way.
 */
export async function endWithOp(which: SessionKey, reason: EndReason): Promise<void> {
  for (const { idToken } of await endSessions(which, reason))
    if (idToken)
      await endStaffSession(idToken).catch((error) => log.warn("session.op-not-ended", { error }));
}
