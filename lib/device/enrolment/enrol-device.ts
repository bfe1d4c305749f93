import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import { publicKeyJwk } from "#lib/core/contracts/receipt.ts";
import { Refusal } from "#lib/core/errors.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { CallFailure } from "#lib/platform/http/call.ts";
import { randomToken, sha256 } from "#lib/platform/random.ts";
import { seal, unseal } from "#lib/platform/seal.ts";
import { pinAuthenticator } from "../bank/authenticators.ts";
import { BankRefusal } from "../bank/call-bank.ts";
import type { DeviceContext } from "../context.ts";
import { MAX_DEVICES, PHONE_SESSION_MS } from "../tunables.ts";
import { tokenPlace } from "./finish-enrolment-login.ts";
import { leaveNotices } from "./notices.ts";
import { hashPin, pinFormat } from "./pin-hash.ts";
import { findEnrolment } from "./read-enrolment.ts";

export const enrolInput = z.strictObject({
  device_name: z.string().trim().min(1).max(60),
  pin: pinFormat,
  public_key_jwk: publicKeyJwk,
});

export interface Enrolled {
  device_id: string;
  authenticator_id: string;
  usable_from: string;
}

/**
 * Makes a device of a signed-in enrolment: the bank pins the phone's key by the customer's own fresh
 * login, we keep the PIN's hash and hand out a session. One enrolment makes one device; when the bank
 * cannot be reached it can be tried again. The customer's token is erased with the enrolment.
 */
export async function enrolDevice({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { cookie: string | undefined } & z.infer<typeof enrolInput>;
}): Promise<{ enrolled: Enrolled; session: string }> {
  const enrolment = await findEnrolment(ctx, input.cookie);
  await refuseTooMany(ctx, enrolment.customerSub);
  const claimed = await ctx.database
    .updateTable("enrolments")
    .set({ claimedAt: sql`now()` as never })
    .where("id", "=", enrolment.id)
    .where("claimedAt", "is", null)
    .executeTakeFirst();
  if (claimed.numUpdatedRows === 0n)
    throw new Refusal("enrolment_under_way", "This phone is being set up already.");

  const customerToken = await unseal(
    ctx.config.DEVICE_SEALING_KEYS,
    enrolment.tokenSealed,
    tokenPlace(enrolment.id),
  );
  const pinned = await pin(ctx, enrolment.id, {
    customerToken,
    deviceName: input.device_name,
    publicKey: input.public_key_jwk,
  });
  const id = randomUUID();
  const session = randomToken();
  const pinSealed = await seal(
    ctx.config.DEVICE_SEALING_KEYS,
    await hashPin(input.pin),
    `device.devices.pin_sealed:${id}`,
  );
  await transact(ctx.database, async (transaction, audit) => {
    await transaction
      .insertInto("devices")
      .values({
        id,
        customerSub: enrolment.customerSub,
        customerName: enrolment.customerName ?? "",
        deviceName: input.device_name,
        language: enrolment.language ?? "en",
        authenticatorId: pinned.authenticatorId,
        publicKey: JSON.stringify(input.public_key_jwk),
        pinSealed,
        sessionHash: sha256(session),
        sessionExpiresAt: new Date(Date.now() + PHONE_SESSION_MS),
        usableFrom: pinned.usableFrom,
      })
      .execute();
    await transaction.deleteFrom("enrolments").where("id", "=", enrolment.id).execute();
    audit({
      actor: `customer:${enrolment.customerSub}`,
      action: "device.enrolled",
      subject: `device:${id}`,
      data: { authenticator_id: pinned.authenticatorId },
    });
    await leaveNotices(ctx, transaction, audit, {
      kind: "device_added",
      customerSub: enrolment.customerSub,
      about: { id, deviceName: input.device_name },
      by: id,
    });
  });
  return {
    enrolled: {
      device_id: id,
      authenticator_id: pinned.authenticatorId,
      usable_from: pinned.usableFrom.toISOString(),
    },
    session,
  };
}

async function pin(
  ctx: DeviceContext,
  enrolmentId: string,
  request: Parameters<typeof pinAuthenticator>[1],
) {
  try {
    return await pinAuthenticator(ctx.bank, request);
  } catch (error) {
    if (error instanceof BankRefusal) {
      await ctx.database.deleteFrom("enrolments").where("id", "=", enrolmentId).execute();
      throw new Refusal(
        "bank_refused",
        "Your bank did not accept this phone. Nothing was set up.",
        {
          status: 403,
          facts: { bank_code: error.code },
          cause: error,
        },
      );
    }
    await ctx.database
      .updateTable("enrolments")
      .set({ claimedAt: null })
      .where("id", "=", enrolmentId)
      .execute();
    if (error instanceof CallFailure)
      throw new Refusal("bank_unreachable", "Your bank does not answer just now. Try again.", {
        status: 503,
        cause: error,
      });
    throw error;
  }
}

async function refuseTooMany(ctx: DeviceContext, customerSub: string): Promise<void> {
  const { count } = await ctx.database
    .selectFrom("devices")
    .select((is) => is.fn.countAll<number>().as("count"))
    .where("customerSub", "=", customerSub)
    .where("removedAt", "is", null)
    .executeTakeFirstOrThrow();
  if (count >= MAX_DEVICES)
    throw new Refusal("too_many_devices", "You have too many phones. Remove one of them first.");
}
