import { sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
import { DELETE as remove } from "#app/api/phone/devices/[deviceId]/route.ts";
import { GET as events } from "#app/api/phone/events/route.ts";
import { GET as me } from "#app/api/phone/me/route.ts";
import { POST as seen } from "#app/api/phone/notices/[noticeId]/seen/route.ts";
import type { Notice } from "#lib/device/enrolment/notices.ts";
import { enrolPhone, fromPhone, type Phone } from "./support/phone.ts";
import { frames, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();

const noticesOf = async (phone: Phone): Promise<Notice[]> =>
  (await (await me(fromPhone("/api/phone/me", phone))).json()).notices;
const dismiss = (phone: Phone, noticeId: string, origin?: string) =>
  seen(fromPhone("/x", { cookie: phone.cookie, method: "POST", ...(origin ? { origin } : {}) }), {
    params: Promise.resolve({ noticeId }),
  });
const removeBy = (phone: Phone, deviceId: string) =>
  remove(fromPhone("/x", { cookie: phone.cookie, method: "DELETE" }), {
    params: Promise.resolve({ deviceId }),
  });
const told = (notices: Notice[]) => notices.map(({ kind, device_name }) => [kind, device_name]);

describe("a new phone", () => {
  test("is said on the customer's older phones, at once; not on itself, nor on others'", async () => {
    const [first, stranger] = [await enrolPhone(world, "c-1"), await enrolPhone(world, "c-2")];
    expect(await noticesOf(first)).toEqual([]);
    const stream = frames(await events(fromPhone("/api/phone/events", first)));
    await stream.next(100);
    const second = await enrolPhone(world, "c-1");
    const [notice] = await noticesOf(first);
    expect((await stream.until((data) => "notice" in data)).data).toEqual({ notice: notice?.id });
    expect(await stream.next(300)).toBeUndefined();
    await stream.cancel();
    expect(told(await noticesOf(first))).toEqual([["device_added", "Test phone"]]);
    expect(await noticesOf(second)).toEqual([]);
    expect(await noticesOf(stranger)).toEqual([]);
  });

  test("is dismissed on each phone by itself, once or twice, and by nobody else", async () => {
    const [one, two] = [await enrolPhone(world, "c-3"), await enrolPhone(world, "c-3")];
    const three = await enrolPhone(world, "c-3");
    const [news, mine] = [(await noticesOf(one))[0], (await noticesOf(two))[0]];
    expect((await noticesOf(one)).length).toBe(2);
    expect((await dismiss(three, mine?.id ?? "")).status).toBe(404);
    expect((await dismiss(one, "no-uuid")).status).toBe(404);
    expect((await dismiss(one, news?.id ?? "", "http://evil.example")).status).toBe(403);
    expect((await noticesOf(one)).length).toBe(2);
    for (let n = 0; n < 2; n++) expect((await dismiss(one, news?.id ?? "")).status).toBe(204);
    expect((await noticesOf(one)).length).toBe(1);
    expect((await noticesOf(two)).length).toBe(1);
  });
});

describe("a removed phone", () => {
  test("is said on the others, not on the one that removed it; twice at once is once", async () => {
    const [by, lost] = [await enrolPhone(world, "c-4"), await enrolPhone(world, "c-4")];
    const other = await enrolPhone(world, "c-4");
    for (const { id } of await noticesOf(by)) await dismiss(by, id);
    await Promise.all([removeBy(by, lost.deviceId), removeBy(other, lost.deviceId)]);
    const kinds = [...told(await noticesOf(by)), ...told(await noticesOf(other))];
    expect(kinds.filter(([kind]) => kind === "device_removed")).toHaveLength(1);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit
      where action = 'device.removed' and subject = ${`device:${lost.deviceId}`}`.execute(
      world.ctx.database,
    );
    expect(rows[0]?.n).toBe(1);
    expect((await me(fromPhone("/x", lost))).status).toBe(401);
    expect((await dismiss(lost, crypto.randomUUID())).status).toBe(401);
  });
});
