import { transact } from "#lib/platform/database/audit.ts";
import { database } from "../database.ts";
import type { OperatorContext } from "./operator-context.ts";
import { endSessions } from "./read-session.ts";

/** Signs the operator out: the row ends, its tokens go, streams close. Requests go on. */
export async function endSession({ ctx }: { ctx: OperatorContext }): Promise<void> {
  await endSessions({ id: ctx.sessionId }, "signed_out");
  await transact(database(), async (_transaction, audit) =>
    audit({
      actor: `operator:${ctx.operator.id}`,
      action: "session.ended",
      subject: `session:${ctx.sessionId}`,
    }),
  );
}
