import { Refusal } from "#lib/core/errors.ts";

const BUSY_MS = 1_000;

/**
 * A bound on how much of one kind of work is in hand in this process at once, so that a flood holds
 * a bounded number of bodies and of waiters for a database connection.
 */
export class Places {
  readonly #limit: number;
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Does the work, or refuses it at once: 503, to be tried again in a second. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken >= this.#limit)
      throw new Refusal("busy", "Too much is in hand just now. Try again in a moment.", {
        status: 503,
        retryAt: new Date(Date.now() + BUSY_MS),
      });
    return this.#do(work);
  }

  /** Does the work, or leaves it: for what somebody else is sure to do. */
  async holdOrLeave(work: () => Promise<unknown>): Promise<void> {
    if (this.#taken < this.#limit) await this.#do(work);
  }

  async #do<T>(work: () => Promise<T>): Promise<T> {
    this.#taken += 1;
    try {
      return await work();
    } finally {
      this.#taken -= 1;
    }
  }
}
