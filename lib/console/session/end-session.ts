import { log } from "#lib/platform/log.ts";
import { endStaffSession } from "../op/end-tokens.ts";
import { endSessions } from "./end-sessions.ts";
import type { OperatorContext } from "./operator-context.ts";

/**
 * Signs the operator out: the row ends, its tokens go, streams close, and the staff issuer's session
 * ends too, so the next person at this desk starts with an empty form. Requests go on.
 */
export async function endSession({ ctx }: { ctx: OperatorContext }): Promise<void> {
  await signOut({ id: ctx.sessionId });
}

/** The same by the session's id or its cookie's reference. */
export async function signOut(which: { id: string } | { token: string }): Promise<void> {
  const ended = await endSessions(which, "signed_out");
  for (const { idToken } of ended)
    if (idToken)
      await endStaffSession(idToken).catch((error) => log.warn("session.op-not-ended", { error }));
}
