import { sql } from "kysely";
import type { Notifier } from "./notifier.ts";

/**
 * The phone app itself: wakes its open streams. It reaches no phone that is not looking; such a
 * phone finds the question in its list when it is opened. So an approval is `notified` only when a
 * phone of the customer really fetched it or was told over its stream.
 */
export const inApp: Notifier = {
  way: "app",
  async notify(transaction, { customerSub }) {
    await sql`select pg_notify('device_approvals', ${JSON.stringify({ sub: customerSub })})`.execute(
      transaction,
    );
  },
};
