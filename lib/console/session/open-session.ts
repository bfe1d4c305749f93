import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Role } from "#lib/core/operators/roles.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { sha256 } from "#lib/platform/random.ts";
import { seal } from "#lib/platform/seal.ts";
import { database } from "../database.ts";

export interface StaffTokens {
  accessToken: string;
  refreshToken: string | undefined;
  idToken: string;
  /** Unix time, seconds; 0 when the OP did not say. */
  expiresAtSeconds: number;
}

export interface StaffClaims {
  sub: string;
  name: string;
  username: string;
  branchId: string;
  roles: Role[];
  sid: string | undefined;
}

/** Contexts that bind a sealed session token to its row. */
export const sealedAt = (column: "access" | "refresh" | "id", sessionId: string) =>
  `console.sessions.${column}_token:${sessionId}`;

/** Makes the operator's session row: the reference hashed, the tokens sealed to it. */
export async function openSession(input: {
  sessionToken: string;
  profile: StaffClaims;
  tokens: StaffTokens;
}): Promise<void> {
  const config = consoleConfig();
  const { profile, tokens } = input;
  const id = randomUUID();
  const keys = config.CONSOLE_SEALING_KEYS;
  const sealed = {
    accessTokenSealed: await seal(keys, tokens.accessToken, sealedAt("access", id)),
    refreshTokenSealed: tokens.refreshToken
      ? await seal(keys, tokens.refreshToken, sealedAt("refresh", id))
      : null,
    idTokenSealed: await seal(keys, tokens.idToken, sealedAt("id", id)),
  };
  await transact(database(), async (transaction, audit) => {
    const operator = await transaction
      .insertInto("operators")
      .values({
        issuer: config.CONSOLE_STAFF_ISSUER,
        sub: profile.sub,
        username: profile.username,
        name: profile.name,
        branchId: profile.branchId,
        roles: profile.roles,
      })
      .onConflict((conflict) =>
        conflict.columns(["issuer", "sub"]).doUpdateSet({
          username: profile.username,
          name: profile.name,
          branchId: profile.branchId,
          roles: profile.roles,
          signedInAt: sql<Date>`now()`,
        }),
      )
      .returning("id")
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto("sessions")
      .values({
        id,
        tokenHash: sha256(input.sessionToken),
        operatorId: operator.id,
        roles: profile.roles,
        opSid: profile.sid ?? null,
        ...sealed,
        accessTokenExpiresAt: new Date(tokens.expiresAtSeconds * 1000),
        expiresAt: sql<Date>`now() + make_interval(secs => ${config.CONSOLE_SESSION_SECONDS})`,
      })
      .execute();
    audit({
      actor: `operator:${operator.id}`,
      action: "session.opened",
      subject: `session:${id}`,
      data: { roles: profile.roles.join(","), branch: profile.branchId },
    });
  });
}
