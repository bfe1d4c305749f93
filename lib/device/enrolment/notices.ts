import { randomUUID } from "node:crypto";
import type { AuditLine } from "#lib/platform/database/audit.ts";
import type { DeviceContext } from "../context.ts";
import type { DeviceDatabase } from "../database.ts";
import { NOTICES_SHOWN_MAX } from "../tunables.ts";
import type { PhoneContext } from "./phone-session.ts";

/** What a phone shows of the customer's other phones (wire form), until it is dismissed there. */
export interface Notice {
  id: string;
  kind: "device_added" | "device_removed";
  device_name: string;
  at: string;
}

/**
 * Leaves a notice for each of the customer's phones but the one that it is about and the one that
 * did it, and wakes them: a thief who enrols or removes a phone does not do so unseen. Part of the
 * caller's transaction.
 */
export async function leaveNotices(
  ctx: DeviceContext,
  transaction: DeviceDatabase,
  audit: (line: AuditLine) => void,
  news: {
    kind: Notice["kind"];
    customerSub: string;
    about: { id: string; deviceName: string };
    by: string;
  },
): Promise<void> {
  const { kind, customerSub, about } = news;
  const phones = await transaction
    .selectFrom("devices")
    .select("id")
    .where("customerSub", "=", customerSub)
    .where("removedAt", "is", null)
    .where("id", "not in", [about.id, news.by])
    .execute();
  if (phones.length > 0)
    await transaction
      .insertInto("notices")
      .values(
        phones.map(({ id }) => ({
          id: randomUUID(),
          deviceId: id,
          kind,
          aboutDeviceId: about.id,
          deviceName: about.deviceName,
        })),
      )
      .onConflict((on) => on.doNothing())
      .execute();
  await ctx.notifier.notify(transaction, { customerSub });
  for (const { id } of phones)
    audit({
      actor: "device",
      action: "notice.left",
      subject: `device:${id}`,
      data: { kind, about: about.id },
    });
}

/** The notices that this phone has not dismissed, newest first. */
export async function readNotices(ctx: PhoneContext): Promise<Notice[]> {
  const rows = await ctx.database
    .selectFrom("notices")
    .select(["id", "kind", "deviceName", "at"])
    .where("deviceId", "=", ctx.device.id)
    .where("seenAt", "is", null)
    .orderBy("at", "desc")
    .orderBy("id")
    .limit(NOTICES_SHOWN_MAX)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    device_name: row.deviceName,
    at: row.at.toISOString(),
  }));
}
