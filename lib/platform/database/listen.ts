import pg from "pg";
import { log } from "../log.ts";
import { connectionSettings } from "./open.ts";

const HEARTBEAT_MS = 10_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/**
 * Listens to one NOTIFY channel on a connection of its own, for ever: a heartbeat finds a dead
 * connection, a capped back-off opens the next. A notice is only a hint to read; `onReady` runs
 * after each (re)connection, because notices between were missed.
 */
export function listen(options: {
  url: string;
  channel: string;
  onNotice: (payload: string) => void;
  onReady?: () => void;
}): { close(): Promise<void> } {
  let closed = false;
  let client: pg.Client | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let delayMs = FIRST_RETRY_MS;

  const lose = (lost: pg.Client, error?: unknown) => {
    if (client !== lost) return;
    client = undefined;
    clearInterval(heartbeat);
    lost.end().catch(() => {});
    if (closed) return;
    log.warn("database.listener-lost", { error });
    retry = setTimeout(connect, delayMs);
    delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS);
  };

  const connect = () => {
    if (closed) return;
    const next = new pg.Client(connectionSettings(options.url, `listen ${options.channel}`));
    client = next;
    next.on("error", (error) => lose(next, error));
    next.on("end", () => lose(next));
    next.on("notification", ({ payload }) => options.onNotice(payload ?? ""));
    next
      .connect()
      .then(() => next.query(`listen ${next.escapeIdentifier(options.channel)}`))
      .then(() => {
        delayMs = FIRST_RETRY_MS;
        heartbeat = setInterval(
          () => next.query("select 1").catch((error) => lose(next, error)),
          HEARTBEAT_MS,
        );
        heartbeat.unref();
        options.onReady?.();
      })
      .catch((error) => lose(next, error));
  };
  connect();

  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      clearInterval(heartbeat);
      const last = client;
      client = undefined;
      await last?.end().catch(() => {});
    },
  };
}
