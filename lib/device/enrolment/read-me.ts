import type { CustomerLanguage } from "#lib/core/contracts/order.ts";
import { type Notice, readNotices } from "./notices.ts";
import type { PhoneContext } from "./phone-session.ts";

export interface Me {
  device_id: string;
  device_name: string;
  authenticator_id: string;
  customer_sub: string;
  customer_name: string;
  language: CustomerLanguage;
  usable_from: string;
  devices: { device_id: string; device_name: string; created_at: string; this_one: boolean }[];
  /** Phones that were added or removed and that this phone has not dismissed yet. */
  notices: Notice[];
}

/** Whose phone this is, the customer's other phones, and what became of them. */
export async function readMe({ ctx }: { ctx: PhoneContext }): Promise<Me> {
  const { device } = ctx;
  const devices = await ctx.database
    .selectFrom("devices")
    .select(["id", "deviceName", "createdAt"])
    .where("customerSub", "=", device.customerSub)
    .where("removedAt", "is", null)
    .orderBy("createdAt")
    .execute();
  return {
    device_id: device.id,
    device_name: device.deviceName,
    authenticator_id: device.authenticatorId,
    customer_sub: device.customerSub,
    customer_name: device.customerName,
    language: device.language,
    usable_from: device.usableFrom.toISOString(),
    devices: devices.map((each) => ({
      device_id: each.id,
      device_name: each.deviceName,
      created_at: each.createdAt.toISOString(),
      this_one: each.id === device.id,
    })),
    notices: await readNotices(ctx),
  };
}
