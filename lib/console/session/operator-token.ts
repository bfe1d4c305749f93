import { sql } from "kysely";
import { Refusal } from "#lib/core/errors.ts";
import { knownRoles } from "#lib/core/operators/roles.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { seal, unseal } from "#lib/platform/seal.ts";
import { database } from "../database.ts";
import { refreshStaffToken } from "../op/refresh-staff-token.ts";
import { endSessions } from "./end-sessions.ts";
import { sealedAt } from "./open-session.ts";
import type { OperatorContext } from "./operator-context.ts";

const RENEW_BEFORE_MS = 30_000;

/**
 * The operator's own access token, for the bank: refreshed when it is about to end. Roles that the
 * staff issuer took away are gone from the session with the refresh.
 */
export async function operatorToken(ctx: OperatorContext): Promise<string> {
  const keys = consoleConfig().CONSOLE_SEALING_KEYS;
  const session = await database()
    .selectFrom("sessions")
    .where("id", "=", ctx.sessionId)
    .where("endedAt", "is", null)
    .select(["accessTokenSealed", "accessTokenExpiresAt", "refreshTokenSealed"])
    .executeTakeFirst();
  if (!session) throw signedOut();
  if (session.accessTokenExpiresAt.getTime() > Date.now() + RENEW_BEFORE_MS)
    return unseal(keys, session.accessTokenSealed, sealedAt("access", ctx.sessionId));
  if (!session.refreshTokenSealed) throw signedOut();
  const fresh = await refreshStaffToken(
    await unseal(keys, session.refreshTokenSealed, sealedAt("refresh", ctx.sessionId)),
  ).catch((cause) => {
    throw new Refusal(
      "staff_op_unreachable",
      "The sign-in service for staff did not answer. Nothing was sent. Try again in a moment.",
      { status: 503, cause },
    );
  });
  if (!fresh) {
    await endSessions({ id: ctx.sessionId }, "op_logout");
    throw signedOut();
  }
  const roles = fresh.roles === undefined ? undefined : knownRoles(fresh.roles);
  await database()
    .updateTable("sessions")
    .set({
      accessTokenSealed: await seal(keys, fresh.accessToken, sealedAt("access", ctx.sessionId)),
      accessTokenExpiresAt: sql<Date>`now() + make_interval(secs => ${fresh.expiresInSeconds})`,
      ...(fresh.refreshToken
        ? {
            refreshTokenSealed: await seal(
              keys,
              fresh.refreshToken,
              sealedAt("refresh", ctx.sessionId),
            ),
          }
        : {}),
      ...(roles ? { roles } : {}),
    })
    .where("id", "=", ctx.sessionId)
    .where("endedAt", "is", null)
    .execute();
  if (roles?.length === 0) {
    await endSessions({ id: ctx.sessionId }, "role_lost");
    throw signedOut();
  }
  return fresh.accessToken;
}

function signedOut(): Refusal {
  return new Refusal("signed_out", "You are signed out. Sign in to go on.", { status: 401 });
}
