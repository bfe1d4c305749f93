import { sql } from "kysely";
import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { CallFailure } from "#lib/platform/http/call.ts";
import { unpinAuthenticator } from "../bank/authenticators.ts";
import { BankRefusal } from "../bank/call-bank.ts";
import { leaveNotices } from "./notices.ts";
import type { PhoneContext } from "./phone-session.ts";

/**
 * Removes one of this customer's phones: first its key at the bank, then here; its session and
 * streams end, and the customer's other phones say so. Refuses 404 (not the customer's), 503 (bank away: nothing was removed).
 */
export async function removeDevice({
  ctx,
  input,
}: {
  ctx: PhoneContext;
  input: { deviceId: string };
}): Promise<{ thisOne: boolean }> {
  const id = z.uuid().safeParse(input.deviceId);
  const device = id.success
    ? await ctx.database
        .selectFrom("devices")
        .select(["id", "authenticatorId", "deviceName"])
        .where("id", "=", id.data)
        .where("customerSub", "=", ctx.device.customerSub)
        .where("removedAt", "is", null)
        .executeTakeFirst()
    : undefined;
  if (!device) throw new Refusal("not_found", "There is no such phone.", { status: 404 });
  await forgetAtBank(ctx, device.authenticatorId);
  await transact(ctx.database, async (transaction, audit) => {
    const { numUpdatedRows } = await transaction
      .updateTable("devices")
      .set({ removedAt: sql`now()` as never })
      .where("id", "=", device.id)
      .where("removedAt", "is", null)
      .executeTakeFirst();
    // Two phones removed it at the same time: it was removed once.
    if (numUpdatedRows === 0n) return;
    audit({
      actor: `customer:${ctx.device.customerSub}`,
      action: "device.removed",
      subject: `device:${device.id}`,
      data: { by: ctx.device.id },
    });
    await leaveNotices(ctx, transaction, audit, {
      kind: "device_removed",
      customerSub: ctx.device.customerSub,
      about: device,
      by: ctx.device.id,
    });
  });
  return { thisOne: device.id === ctx.device.id };
}

async function forgetAtBank(ctx: PhoneContext, authenticatorId: string): Promise<void> {
  try {
    await unpinAuthenticator(ctx.bank, authenticatorId);
  } catch (error) {
    if (error instanceof BankRefusal && [404, 410].includes(error.status)) return;
    if (error instanceof CallFailure || error instanceof BankRefusal)
      throw new Refusal("bank_unreachable", "Your bank did not confirm. Nothing was removed.", {
        status: 503,
        cause: error,
      });
    throw error;
  }
}
