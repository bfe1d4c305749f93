import { createParser } from "eventsource-parser";
import { sql } from "kysely";
import { followSnapshot } from "#lib/core/contracts/follow.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { log } from "#lib/platform/log.ts";
import { database } from "../database.ts";
import { forgetOwnTokens, ownToken } from "../op/own-token.ts";
import { applyDelivery } from "../requests/apply-delivery.ts";

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
/** Twice the feed's keep-alive and a little: silence longer than this is a dead connection. */
const SILENCE_MS = 35_000;

/**
 * Reads the device zone's feed for ever: delivery and outcome of every question of ours. Where the
 * reading stands is in the database; frames come again after a break and are dropped by version.
 */
export function followDevice(): { stop(): void } {
  const stopping = new AbortController();
  void (async () => {
    let delayMs = FIRST_RETRY_MS;
    while (!stopping.signal.aborted) {
      try {
        await readFeed(stopping.signal, () => {
          delayMs = FIRST_RETRY_MS;
        });
      } catch (error) {
        if (!stopping.signal.aborted) log.warn("device.feed-lost", { error });
      }
      if (stopping.signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, delayMs * (0.75 + Math.random() / 2)));
      delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS);
    }
  })();
  return { stop: () => stopping.abort() };
}

async function readFeed(stopping: AbortSignal, onAlive: () => void): Promise<void> {
  const cursor = await database()
    .selectFrom("followCursor")
    .select("lastEventId")
    .executeTakeFirst();
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const response = await fetch(`${consoleConfig().CONSOLE_DEVICE_URL}/api/follow`, {
    headers: {
      accept: "text/event-stream",
      authorization: `Bearer ${await ownToken("device:follow")}`,
      ...(cursor?.lastEventId ? { "last-event-id": cursor.lastEventId } : {}),
    },
    redirect: "error",
    signal: AbortSignal.any([stopping, silence.signal]),
  });
  try {
    if (response.status === 401) forgetOwnTokens();
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new Error(`the device's feed answered ${response.status}`);
    }
    const frames: { event: string | undefined; id: string | undefined; data: string }[] = [];
    const parser = createParser({
      onEvent: ({ event, id, data }) => void frames.push({ event, id, data }),
    });
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      onAlive();
      parser.feed(chunk);
      let lastId: string | undefined;
      for (const frame of frames.splice(0)) {
        lastId = frame.id ?? lastId;
        if (frame.event !== "approval") continue;
        const said = followSnapshot.safeParse(JSON.parse(frame.data));
        if (said.success) await applyDelivery(said.data);
        else log.warn("device.frame-refused", { count: said.error.issues.length });
      }
      if (lastId)
        await database()
          .updateTable("followCursor")
          .set({ lastEventId: lastId, updatedAt: sql<Date>`now()` })
          .execute();
    }
  } finally {
    clearTimeout(timer);
  }
}
