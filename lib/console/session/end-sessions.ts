import { sql } from "kysely";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { sha256 } from "#lib/platform/random.ts";
import { unseal } from "#lib/platform/seal.ts";
import { database } from "../database.ts";
import { sealedAt } from "./open-session.ts";

export type SessionKey =
  | { id: string }
  | { token: string }
  | { opSid: string }
  | { operatorSub: string; issuer: string };

export type EndReason = "signed_out" | "idle" | "expired" | "op_logout" | "replaced" | "role_lost";

/**
 * Ends sessions by id, by cookie reference or by the OP's word, each once: its sealed tokens go with
 * it, an audit line stays. Answers the ended ones with the ID Token that can end the OP's session.
 */
export async function endSessions(
  which: SessionKey,
  reason: EndReason,
): Promise<{ id: string; idToken: string | undefined }[]> {
  const rows = await transact(database(), async (transaction, audit) => {
    let open = transaction
      .selectFrom("sessions")
      .innerJoin("operators", "operators.id", "sessions.operatorId")
      .where("endedAt", "is", null)
      .select(["sessions.id", "sessions.operatorId", "sessions.idTokenSealed"])
      .forUpdate("sessions");
    if ("id" in which) open = open.where("sessions.id", "=", which.id);
    else if ("token" in which) open = open.where("tokenHash", "=", sha256(which.token));
    else if ("opSid" in which) open = open.where("opSid", "=", which.opSid);
    else open = open.where("sub", "=", which.operatorSub).where("issuer", "=", which.issuer);
    const found = await open.execute();
    if (found.length === 0) return [];
    await transaction
      .updateTable("sessions")
      .set({
        endedAt: sql<Date>`now()`,
        endReason: reason,
        accessTokenSealed: "",
        refreshTokenSealed: null,
        idTokenSealed: "",
      })
      .where(
        "id",
        "in",
        found.map(({ id }) => id),
      )
      .execute();
    for (const { id, operatorId } of found)
      audit({
        actor: reason === "op_logout" ? "op" : `operator:${operatorId}`,
        action: "session.ended",
        subject: `session:${id}`,
        data: { reason },
      });
    return found;
  });
  return Promise.all(
    rows.map(async ({ id, idTokenSealed }) => ({
      id,
      idToken: await unseal(
        consoleConfig().CONSOLE_SEALING_KEYS,
        idTokenSealed,
        sealedAt("id", id),
      ).catch(() => undefined),
    })),
  );
}
