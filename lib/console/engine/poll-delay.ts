import { consoleConfig } from "#lib/platform/config/console.ts";

/** Ping is a hint, the poll is the truth: without a ping it still comes, this seldom. */
const SAFETY_POLL_SECONDS = 30;

/** Seconds between polls by the configured delivery mode; push has none. */
export function pollDelaySeconds(intervalSeconds: number): number | undefined {
  switch (consoleConfig().CONSOLE_CIBA_DELIVERY) {
    case "poll":
      return intervalSeconds;
    case "ping":
      return Math.max(SAFETY_POLL_SECONDS, intervalSeconds);
    case "push":
      return undefined;
  }
}
