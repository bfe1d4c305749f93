import { type Kysely, type Selectable, sql, type UpdateObject } from "kysely";
import type {
  ExecutionState,
  RequestEventKind,
  RequestState,
} from "#lib/core/contracts/request.ts";
import type { ConsoleDatabase, RequestTable } from "../database.ts";

export type RequestRow = Selectable<RequestTable>;

/**
 * The one setter of a request (docs/states.md): a compare-and-set on state (and execution) that
 * raises the version and writes the event in the same transaction. `undefined` when the request is
 * no longer in one of those states: somebody else was first, and the caller does nothing.
 */
export async function transition(
  transaction: Kysely<ConsoleDatabase>,
  change: {
    requestId: string;
    from: readonly RequestState[];
    fromExecution?: readonly ExecutionState[];
    set: UpdateObject<ConsoleDatabase, "requests">;
    event: RequestEventKind;
    note?: string;
  },
): Promise<RequestRow | undefined> {
  let query = transaction
    .updateTable("requests")
    .set({ ...change.set, version: sql<number>`version + 1` })
    .where("id", "=", change.requestId)
    .where("state", "in", change.from);
  if (change.fromExecution) query = query.where("execution", "in", change.fromExecution);
  const row = await query.returningAll().executeTakeFirst();
  if (!row) return undefined;
  await transaction
    .insertInto("requestEvents")
    .values({
      requestId: row.id,
      version: row.version,
      kind: change.event,
      note: change.note ?? null,
    })
    .execute();
  return row;
}

/** Contexts that bind a request's sealed values to its row. */
export const sealedIn = (
  column: "auth_req_id" | "access_token" | "id_token" | "result",
  id: string,
) => `console.requests.${column}:${id}`;
