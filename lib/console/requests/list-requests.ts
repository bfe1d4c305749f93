import { sql } from "kysely";
import { z } from "zod";
import { type RequestView, requestState } from "#lib/core/contracts/request.ts";
import { database } from "../database.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { requireRole } from "../session/require-role.ts";
import { maySee } from "./may-see.ts";
import { requestView } from "./request-view.ts";

const PAGE_ROWS = 50;

const historyFilter = z.object({
  scope: z.enum(["mine", "branch"]),
  states: z.array(requestState).optional(),
  flow: z.string().max(40).optional(),
  query: z.string().trim().max(80).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,16}\.[0-9a-f-]{36}$/)
    .optional(),
});

/**
 * A page of the history, newest first. `cursor` is the last row's instant and id, so rows that come
 * meanwhile move nothing. The branch's needs the supervisor's (or auditor's) role.
 */
export async function listRequests({
  ctx,
  input,
}: {
  ctx: OperatorContext;
  input: z.input<typeof historyFilter>;
}): Promise<{ rows: RequestView[]; nextCursor?: string }> {
  const filter = historyFilter.parse(input);
  if (filter.scope === "branch") requireRole(ctx.operator, ["supervisor", "auditor"]);
  let query = maySee(database().selectFrom("requests"), ctx.operator, filter.scope);
  if (filter.states?.length) query = query.where("state", "in", filter.states);
  if (filter.flow) query = query.where("flow", "=", filter.flow);
  if (filter.from) query = query.where("createdAt", ">=", new Date(filter.from));
  if (filter.to) query = query.where("createdAt", "<=", new Date(filter.to));
  if (filter.query) {
    const like = `%${filter.query.replace(/[\\%_]/g, "\\$&")}%`;
    const code = filter.query.replace(/\s/g, "").toUpperCase();
    query = query.where((any) =>
      any.or([
        any("customerName", "ilike", like),
        any("summary", "ilike", like),
        any("operatorName", "ilike", like),
        any("reference", "ilike", like),
        any("checkCode", "=", code),
      ]),
    );
  }
  if (filter.cursor) {
    const [micros, id] = filter.cursor.split(".") as [string, string];
    query = query.where(
      sql<boolean>`(created_at, id) < (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`,
    );
  }
  const found = await query
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(PAGE_ROWS + 1)
    .selectAll()
    .select(
      sql<string>`(extract(epoch from created_at) * 1000000)::bigint::text`.as("createdMicros"),
    )
    .execute();
  const rows = found.slice(0, PAGE_ROWS);
  const last = found.length > PAGE_ROWS ? rows.at(-1) : undefined;
  return {
    rows: await Promise.all(rows.map((row) => requestView(row, ctx.operator))),
    ...(last ? { nextCursor: `${last.createdMicros}.${last.id}` } : {}),
  };
}
