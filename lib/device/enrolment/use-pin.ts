import { sql } from "kysely";
import { Refusal } from "#lib/core/errors.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { unseal } from "#lib/platform/seal.ts";
import { holds } from "../holds.ts";
import { PIN_FREE_FAILURES, PIN_LOCKS_SECONDS } from "../tunables.ts";
import type { PhoneContext } from "./phone-session.ts";
import { pinFormat, verifyPin } from "./pin-hash.ts";

/**
 * Spends one try of this phone's PIN. The try is charged before the PIN is looked at, so guesses
 * made at the same time all count; the right PIN clears the count. Refuses 422 (no PIN), 403
 * `pin_locked` and 403 `wrong_pin` (`attempts_left`; `retryAt` when it is now locked).
 */
export async function usePin({
  ctx,
  input,
}: {
  ctx: PhoneContext;
  input: { pin: string };
}): Promise<void> {
  if (!pinFormat.safeParse(input.pin).success)
    throw new Refusal("pin_missing", "Enter your PIN of 4 to 8 digits.", {
      status: 422,
      faults: [{ field: "pin", code: "pin_missing", message: "Enter your PIN." }],
    });
  const charged = await charge(ctx);
  const stored = await unseal(
    ctx.config.DEVICE_SEALING_KEYS,
    charged.pinSealed,
    `device.devices.pin_sealed:${ctx.device.id}`,
  );
  if (await verifyPin(input.pin, stored)) {
    await ctx.database
      .updateTable("devices")
      .set({ pinFailures: 0, pinLockedUntil: null })
      .where("id", "=", ctx.device.id)
      .execute();
    return;
  }
  await transact(ctx.database, async (_transaction, audit) =>
    audit({
      actor: `customer:${ctx.device.customerSub}`,
      action: "device.wrong-pin",
      subject: `device:${ctx.device.id}`,
      data: { failures: charged.pinFailures },
    }),
  );
  const left = Math.max(0, PIN_FREE_FAILURES + 1 - charged.pinFailures);
  throw new Refusal("wrong_pin", "This PIN is not right. Nothing was approved.", {
    status: 403,
    retryAt: charged.pinLockedUntil ?? undefined,
    facts: { attempts_left: String(left) },
  });
}

async function charge(ctx: PhoneContext) {
  const locks = sql.join(PIN_LOCKS_SECONDS.map((seconds) => sql.lit(seconds)));
  const charged = await ctx.database
    .updateTable("devices")
    .set({
      pinFailures: sql`pin_failures + 1` as never,
      pinLockedUntil: sql`case when pin_failures + 1 > ${sql.lit(PIN_FREE_FAILURES)} then
        clock_timestamp() + make_interval(secs => (array[${locks}])[
          least(pin_failures + 1 - ${sql.lit(PIN_FREE_FAILURES)}, ${sql.lit(PIN_LOCKS_SECONDS.length)})])
        end` as never,
    })
    .where("id", "=", ctx.device.id)
    .where("removedAt", "is", null)
    .where(holds`pin_locked_until is null or pin_locked_until <= clock_timestamp()`)
    .returning(["pinFailures", "pinLockedUntil", "pinSealed"])
    .executeTakeFirst();
  if (charged) return charged;
  const device = await ctx.database
    .selectFrom("devices")
    .select("pinLockedUntil")
    .where("id", "=", ctx.device.id)
    .where("removedAt", "is", null)
    .executeTakeFirst();
  throw new Refusal("pin_locked", "Too many wrong PINs. Wait a little, then try again.", {
    status: 403,
    retryAt: device?.pinLockedUntil ?? undefined,
    facts: { attempts_left: "0" },
  });
}
