import { sql } from "kysely";
import type { FollowSnapshot } from "#lib/core/contracts/follow.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { database } from "../database.ts";
import { transition } from "./transition.ts";

/**
 * pending → denied, with the reason of the device's word (the OP's own answer collapses them all).
 * Without one it is a plain decline.
 */
export async function denyRequest(
  requestId: string,
  said: FollowSnapshot | undefined,
): Promise<boolean> {
  const reason = said?.failure === "no_device" ? "no_device" : (said?.reason ?? "declined");
  return transact(database(), async (transaction, audit) => {
    const denied = await transition(transaction, {
      requestId,
      from: ["pending"],
      set: {
        state: "denied",
        declineReason: reason,
        endedAt: sql<Date>`now()`,
        authReqIdSealed: null,
      },
      event: "denied",
    });
    if (!denied) return false;
    audit({
      actor: `customer:${denied.customerSub}`,
      action: "request.denied",
      subject: `request:${requestId}`,
      data: { reason },
    });
    return true;
  });
}
