/** How far an estimate may fall behind the best one before the clock itself must have changed. */
const jumpMs = 3000;

/**
 * The server's time in the browser, ticking once a second. Every answer tells its own instant; an
 * answer is late by its way here, so the furthest ahead is the best estimate.
 */
export class ServerClock {
  #offsetMs: number | undefined;
  #now: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<() => void>();

  #atStart: number;

  constructor(serverNow: string) {
    this.#now = Math.floor(Date.parse(serverNow) / 1000) * 1000;
    this.#atStart = this.#now;
  }

  /** Takes the instant of an answer that has just come in. */
  sync(serverNow: string): void {
    const offset = Date.parse(serverNow) - Date.now();
    if (
      this.#offsetMs === undefined ||
      offset > this.#offsetMs ||
      this.#offsetMs - offset > jumpMs
    ) {
      this.#offsetMs = offset;
      this.#tick();
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#tick();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) clearTimeout(this.#timer);
    };
  };

  /** The server's time in whole seconds, as milliseconds; the same number between two ticks. */
  read = (): number => this.#now;

  /** The instant the page was made with: what the browser's first pass must draw as well. */
  readAtStart = (): number => this.#atStart;

  #tick = (): void => {
    clearTimeout(this.#timer);
    const now = Date.now() + (this.#offsetMs ?? 0);
    const whole = Math.floor(now / 1000) * 1000;
    if (whole !== this.#now) {
      this.#now = whole;
      for (const listener of this.#listeners) listener();
    }
    if (this.#listeners.size > 0) this.#timer = setTimeout(this.#tick, 1000 - (now % 1000) + 5);
  };
}
