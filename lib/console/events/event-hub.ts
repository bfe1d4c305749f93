import { consoleConfig } from "#lib/platform/config/console.ts";
import { once } from "#lib/platform/config/env.ts";
import { listen } from "#lib/platform/database/listen.ts";

type Wake = () => void;

/**
 * One listener per process: a notice names the operator whose request changed, and wakes their streams.
 * After a reconnection everybody is woken, because notices between were missed.
 */
export const eventHub = once(() => {
  const streams = new Set<{ operatorId: string; wake: Wake }>();
  listen({
    url: consoleConfig().CONSOLE_DATABASE_URL,
    channel: "console_events",
    onNotice: (operatorId) => {
      for (const stream of streams) if (stream.operatorId === operatorId) stream.wake();
    },
    onReady: () => {
      for (const stream of streams) stream.wake();
    },
  });
  return {
    subscribe(stream: { operatorId: string; wake: Wake }): () => void {
      streams.add(stream);
      return () => void streams.delete(stream);
    },
  };
});
