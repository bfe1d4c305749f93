import type { DeliveryFailure, FollowSnapshot } from "#lib/core/contracts/follow.ts";
import { log } from "#lib/platform/log.ts";
import { readDelivery } from "../device/device-api.ts";
import { applyDelivery } from "../requests/apply-delivery.ts";
import { denyRequest } from "../requests/deny-request.ts";
import { failRequest } from "../requests/fail-request.ts";

/**
 * Ends a request that the OP calls denied, by the device's word. A refusal that no customer made is
 * no decline: the question was never on a phone.
 */
export async function settleDenial(requestId: string, orderId: string): Promise<void> {
  const said = await deliveryNow(orderId);
  if (said?.failure && said.failure !== "no_device")
    await failRequest(requestId, "not_shown", deliveryFailureWords[said.failure]);
  else await denyRequest(requestId, said);
}

const deliveryFailureWords: Record<Exclude<DeliveryFailure, "no_device">, string> = {
  order_unknown: "The phone service did not find this order at the bank.",
  order_mismatch: "The phone service refused: the order is not the one that the bank holds.",
  bank_unreachable: "The phone service could not read the order from the bank.",
  refused_request: "The phone service refused the request.",
};

/** What the device says now; applied to the request on the way. `undefined` when it cannot say. */
export async function deliveryNow(orderId: string): Promise<FollowSnapshot | undefined> {
  try {
    const said = await readDelivery(orderId);
    if (said) await applyDelivery(said);
    return said;
  } catch (error) {
    log.warn("device.not-asked", { orderId, error });
    return undefined;
  }
}
