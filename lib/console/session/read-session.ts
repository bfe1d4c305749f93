import { sql } from "kysely";
import type { Role } from "#lib/core/operators/roles.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { sha256 } from "#lib/platform/random.ts";
import { database } from "../database.ts";
import { endWithOp } from "./end-with-op.ts";

export interface Operator {
  id: string;
  name: string;
  username: string;
  roles: Role[];
  branchId: string;
}

export type SessionState =
  | { state: "open"; sessionId: string; operator: Operator; expiresAt: Date; idleAt: Date }
  | { state: "idle" | "ended" };

/**
 * The session of a cookie's reference. `touch` marks activity of a person (pages, actions); streams
 * and background reads do not, so an unattended screen locks. The database's clock decides.
 */
export async function readSession(token: string, touch: boolean): Promise<SessionState> {
  const idleSeconds = consoleConfig().CONSOLE_IDLE_SECONDS;
  const row = await database()
    .selectFrom("sessions")
    .innerJoin("operators", "operators.id", "sessions.operatorId")
    .where("tokenHash", "=", sha256(token))
    .select([
      "sessions.id",
      "sessions.endedAt",
      "sessions.endReason",
      "sessions.expiresAt",
      "sessions.roles",
      "operators.id as operatorId",
      "operators.name",
      "operators.username",
      "operators.branchId",
      sql<boolean>`sessions.expires_at <= now()`.as("isExpired"),
      sql<boolean>`sessions.last_active_at <= now() - make_interval(secs => ${idleSeconds})`.as(
        "isIdle",
      ),
      sql<Date>`sessions.last_active_at + make_interval(secs => ${idleSeconds})`.as("idleAt"),
      sql<boolean>`sessions.last_active_at <= now() - interval '10 seconds'`.as("isTouchDue"),
    ])
    .executeTakeFirst();
  if (!row) return { state: "ended" };
  if (row.endedAt) return { state: row.endReason === "idle" ? "idle" : "ended" };
  if (row.isExpired || row.isIdle) {
    await endWithOp({ id: row.id }, row.isIdle ? "idle" : "expired");
    return { state: row.isIdle ? "idle" : "ended" };
  }
  if (row.roles.length === 0) {
    await endWithOp({ id: row.id }, "role_lost");
    return { state: "ended" };
  }
  if (touch && row.isTouchDue)
    await database()
      .updateTable("sessions")
      .set({ lastActiveAt: sql<Date>`now()` })
      .where("id", "=", row.id)
      .where("endedAt", "is", null)
      .execute();
  return {
    state: "open",
    sessionId: row.id,
    expiresAt: row.expiresAt,
    idleAt: row.idleAt,
    operator: {
      id: row.operatorId,
      name: row.name,
      username: row.username,
      roles: row.roles,
      branchId: row.branchId,
    },
  };
}
