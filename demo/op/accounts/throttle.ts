const freeAttempts = 3;
const firstDelayMs = 250;
const maxDelayMs = 4_000;
const forgetAfterMs = 15 * 60_000;
const maxNames = 10_000;

/**
 * Slows down guessing: from the fourth wrong password for a name on, each answer takes twice as
 * long as the one before, up to 4 s. Known and unknown names are treated alike, and nobody is
 * locked out by a stranger. In memory: a restart forgets.
 */
export function signInThrottle(now: () => number = Date.now) {
  const failures = new Map<string, { count: number; at: number }>();
  const key = (name: string) => name.trim().toLowerCase();
  return {
    delayMs(name: string): number {
      const known = failures.get(key(name));
      if (!known || now() - known.at > forgetAfterMs || known.count < freeAttempts) return 0;
      return Math.min(firstDelayMs * 2 ** (known.count - freeAttempts), maxDelayMs);
    },
    failed(name: string): void {
      const known = failures.get(key(name));
      const count = known && now() - known.at <= forgetAfterMs ? known.count + 1 : 1;
      failures.delete(key(name));
      failures.set(key(name), { count, at: now() });
      const [oldest] = failures.keys();
      if (failures.size > maxNames && oldest !== undefined) failures.delete(oldest);
    },
    succeeded(name: string): void {
      failures.delete(key(name));
    },
  };
}
