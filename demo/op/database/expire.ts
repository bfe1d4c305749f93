import { log } from "#lib/platform/log.ts";
import type { Database } from "./open.ts";

const everyMs = 60_000;
/** A request's row outlives it, so that its session can still be ended by its ID token. */
const cibaKeepHours = 12;

/** Deletes what has run out, once a minute. Nothing depends on it: an expired row is never found. */
export function expireRows(database: Database): { stop(): void } {
  const sweep = async () => {
    await database.query("delete from models where expires_at < now() - interval '5 minutes'", []);
    await database.query("delete from revoked_tokens where expires_at < now()", []);
    await database.query(
      "delete from ciba_requests where expires_at < now() - make_interval(hours => $1)",
      [cibaKeepHours],
    );
  };
  const timer = setInterval(
    () => void sweep().catch((error: unknown) => log.warn("op.sweep-failed", { error })),
    everyMs,
  );
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
