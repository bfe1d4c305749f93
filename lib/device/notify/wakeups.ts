import { z } from "zod";
import { listen } from "#lib/platform/database/listen.ts";
import { log } from "#lib/platform/log.ts";

/** Who wants to know: all approvals of a customer (phones), or of an OP client (consoles). */
type Topic = `sub:${string}` | `azp:${string}`;

/** One LISTEN connection per process, fanned out in memory. A wake-up only says: read again. */
export interface Wakeups {
  subscribe(topic: Topic, wake: () => void): () => void;
  close(): Promise<void>;
}

const channel = "device_approvals";
const notice = z.object({ azp: z.string().optional(), sub: z.string().optional() });

/** The connection is opened by the first subscriber and kept from then on. */
export function openWakeups(url: string): Wakeups {
  const subscribers = new Map<string, Set<() => void>>();
  let listener: { close(): Promise<void> } | undefined;

  const wake = (about: string) => {
    for (const each of subscribers.get(about) ?? []) each();
  };

  return {
    subscribe(topic, wakeUp) {
      listener ??= listen({
        url,
        channel,
        onNotice(payload) {
          try {
            const { azp, sub } = notice.parse(JSON.parse(payload));
            if (azp !== undefined) wake(`azp:${azp}`);
            if (sub !== undefined) wake(`sub:${sub}`);
          } catch (error) {
            log.warn("device.notice-not-understood", { error });
          }
        },
        // What happened while we were not connected was missed: everybody reads again.
        onReady() {
          for (const each of subscribers.keys()) wake(each);
        },
      });
      const those = subscribers.get(topic) ?? new Set();
      those.add(wakeUp);
      subscribers.set(topic, those);
      return () => {
        those.delete(wakeUp);
        if (those.size === 0) subscribers.delete(topic);
      };
    },
    async close() {
      subscribers.clear();
      await listener?.close();
    },
  };
}
