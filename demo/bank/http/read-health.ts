import { sql } from "kysely";
import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";

/** 200 once the database answers; a broken one is a 503 problem by the error handler. */
export async function readHealth({ db }: Call): Promise<Schema<"Health">> {
  await sql`select 1`.execute(db);
  return { status: "ok" };
}
