import { z } from "zod";
import type { RequestEvent, RequestView } from "#lib/core/contracts/request.ts";
import { Refusal } from "#lib/core/errors.ts";
import { database } from "../database.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { maySee } from "./may-see.ts";
import { requestView } from "./request-view.ts";

/** One request with its whole timeline; 404 for what this operator may not see. */
export async function readRequest({
  ctx,
  input,
}: {
  ctx: OperatorContext;
  input: { requestId: string };
}): Promise<{ view: RequestView; events: RequestEvent[] }> {
  const { requestId } = z.object({ requestId: z.uuid() }).parse(input);
  const row = await maySee(database().selectFrom("requests"), ctx.operator, "branch")
    .where("requests.id", "=", requestId)
    .selectAll()
    .executeTakeFirst();
  if (!row)
    throw new Refusal("not_found", "There is no such request, or it is not yours to see.", {
      status: 404,
    });
  const events = await database()
    .selectFrom("requestEvents")
    .where("requestId", "=", requestId)
    .orderBy("version")
    .select(["version", "kind", "note", "at"])
    .execute();
  return {
    view: await requestView(row, ctx.operator),
    events: events.map((event) => ({
      version: event.version,
      kind: event.kind,
      at: event.at.toISOString(),
      ...(event.note ? { note: event.note } : {}),
    })),
  };
}
