import type { DeviceDatabase } from "../database.ts";

/**
 * A way to a customer's phones. `notify` says that there is something to read, never what: the
 * words are fetched by the phone itself. It runs in the caller's transaction where the way is the
 * database; a way over the network takes the hint from there.
 */
export interface Notifier {
  readonly way: "app";
  notify(transaction: DeviceDatabase, message: { customerSub: string }): Promise<void>;
}
