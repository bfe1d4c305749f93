import type { ConsoleFrame } from "#lib/core/contracts/events.ts";
import type { Frame } from "#lib/platform/http/sse.ts";
import { log } from "#lib/platform/log.ts";
import { openRequestRows } from "../requests/open-requests.ts";
import { requestView } from "../requests/request-view.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { readSession } from "../session/read-session.ts";
import { eventHub } from "./event-hub.ts";
import { writeCursor } from "./stream-cursor.ts";

/** Poll counts are sampled and missed notices healed this often; the session is checked as often. */
const SAMPLE_MS = 2_000;

/**
 * Feeds one browser tab: every open request of the operator, whole views, newest version only.
 * Reads on a notice and on a slow tick; ends when the session does. Returns the clean-up.
 */
export function operatorStream(options: {
  ctx: OperatorContext;
  sessionToken: string;
  seen: Map<string, number>;
  send: (frame: Frame) => void;
  close: () => void;
}): () => void {
  const { ctx, seen, close } = options;
  const polls = new Map<string, number>();
  let reading = false;
  let wanted = false;
  let ended = false;
  let caughtUp = false;

  const send = (frame: ConsoleFrame, id?: string) =>
    options.send({ event: frame.type, data: frame.data, ...(id === undefined ? {} : { id }) });

  const read = async (): Promise<void> => {
    if (ended) return;
    if (reading) {
      wanted = true;
      return;
    }
    reading = true;
    try {
      do {
        wanted = false;
        for (const row of (await openRequestRows(ctx.operator.id)).reverse()) {
          const newer = (seen.get(row.id) ?? 0) < row.version;
          const polled = row.state === "pending" && polls.get(row.id) !== row.pollCount;
          polls.set(row.id, row.pollCount);
          if (!newer && !polled) continue;
          const view = await requestView(row, ctx.operator);
          if (ended) return;
          seen.delete(row.id);
          seen.set(row.id, row.version);
          send({ type: "request", data: view }, writeCursor(seen));
        }
        if (!caughtUp) {
          caughtUp = true;
          send({ type: "caught-up", data: { serverNow: new Date().toISOString() } });
        }
      } while (wanted && !ended);
    } catch (error) {
      log.warn("stream.not-read", { operatorId: ctx.operator.id, error });
    } finally {
      reading = false;
    }
  };

  const checkSession = async (): Promise<void> => {
    const session = await readSession(options.sessionToken, false).catch(() => undefined);
    if (ended || session === undefined || session.state === "open") return;
    send({ type: "signed-out", data: { reason: session.state } });
    close();
  };

  const unsubscribe = eventHub().subscribe({
    operatorId: ctx.operator.id,
    wake: () => void read(),
  });
  const timer = setInterval(() => {
    void read();
    void checkSession();
  }, SAMPLE_MS);
  void read();
  return () => {
    ended = true;
    clearInterval(timer);
    unsubscribe();
  };
}
