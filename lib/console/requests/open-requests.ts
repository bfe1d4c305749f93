import { sql } from "kysely";
import type { RequestView } from "#lib/core/contracts/request.ts";
import { database } from "../database.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { requestView } from "./request-view.ts";

const RECENT_MINUTES = 15;
const MAX_ROWS = 50;

/** The operator's requests that are open, or ended in the last quarter of an hour; newest first. */
export async function openRequests({ ctx }: { ctx: OperatorContext }): Promise<RequestView[]> {
  const rows = await openRequestRows(ctx.operator.id);
  return Promise.all(rows.map((row) => requestView(row, ctx.operator)));
}

/** The rows behind `openRequests`, for the stream. */
export function openRequestRows(operatorId: string) {
  return database()
    .selectFrom("requests")
    .where("operatorId", "=", operatorId)
    .where((any) =>
      any.or([
        any("state", "in", ["requested", "pending"]),
        any("execution", "in", ["waiting", "executing", "outcome_unknown"]),
        any("endedAt", ">", sql<Date>`now() - make_interval(mins => ${RECENT_MINUTES})`),
      ]),
    )
    .orderBy("createdAt", "desc")
    .limit(MAX_ROWS)
    .selectAll()
    .execute();
}
