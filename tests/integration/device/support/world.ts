import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll } from "vitest";
import { type FollowSnapshot, followSnapshot } from "#lib/core/contracts/follow.ts";
import type { DeviceContext } from "#lib/device/context.ts";
import { freshDatabase } from "#tests/fixtures/postgres.ts";
import { afterwards } from "./after.ts";
import { type StubBank, startBank } from "./stub-bank.ts";
import { type StubOp, startOp } from "./stub-op.ts";

export const home = "http://phone.localhost:5441";

export interface World {
  op: StubOp;
  bank: StubBank;
  ctx: DeviceContext;
  /** A superuser in this world's database. */
  adminUrl: string;
  /** The environment of a device process of this world. */
  env: Record<string, string>;
}

/** PostgreSQL, a stub OP, a stub bank, and this process as the device zone on them. */
export async function startWorld(settings: Record<string, string> = {}): Promise<World> {
  const { device, adminUrl } = await freshDatabase();
  const { prepareDevice } = await import("#lib/device/prepare.ts");
  await prepareDevice(device.ownerUrl, device.runtimeUrl);
  const [op, bank] = await Promise.all([startOp(), startBank()]);
  const env = {
    COUNTERSIGN_ZONE: "device",
    COUNTERSIGN_LOG_LEVEL: "silent",
    DEVICE_PUBLIC_URL: home,
    DEVICE_DATABASE_URL: device.runtimeUrl,
    DEVICE_CUSTOMER_ISSUER: op.issuer,
    DEVICE_OP_CALLBACK_URL: op.callbackUrl,
    DEVICE_CLIENT_ID: "countersign-device",
    DEVICE_CLIENT_SECRET: "device-secret-of-the-test",
    DEVICE_PHONE_CLIENT_ID: "countersign-phone",
    DEVICE_PHONE_CLIENT_SECRET: "phone-secret-of-the-test",
    DEVICE_CONSOLE_CLIENT_IDS: "countersign-console,second-console",
    DEVICE_BANK_URL: bank.url,
    DEVICE_SEALING_KEYS: `t1:${randomBytes(32).toString("base64url")}`,
    DEVICE_OP_DEADLINE_MS: "1500",
    DEVICE_BANK_DEADLINE_MS: "1500",
    ...settings,
  };
  Object.assign(process.env, env);
  const { deviceContext } = await import("#lib/device/context.ts");
  const ctx = await deviceContext();
  afterAll(async () => {
    await afterwards();
    await ctx.close();
    await Promise.all([op.close(), bank.close()]);
  });
  return { op, bank, ctx, adminUrl, env };
}

/** Asks the OP's question: `POST /api/ciba/channel` with a whole and right request by default. */
export async function ask(
  world: World,
  orderId: string,
  digest: string,
  changes: {
    bearer?: string;
    body?: Record<string, unknown>;
    rawBody?: string;
    sub?: string;
    lifeSeconds?: number;
  } = {},
): Promise<Response> {
  const { POST } = await import("#app/api/ciba/channel/route.ts");
  const bearer =
    changes.bearer ??
    (await world.op.bearer({
      ...(changes.sub ? { sub: changes.sub } : {}),
      ...(changes.lifeSeconds ? { exp: Math.floor(Date.now() / 1000) + changes.lifeSeconds } : {}),
    }));
  const body = {
    scope: "openid transfers:write",
    binding_message: "500.00EUR-7K2M9Q",
    login_hint: "alice",
    is_consent_required: false,
    request_context: JSON.stringify({ order: orderId, digest }),
    ...changes.body,
  };
  const response = await POST(
    new Request(`${home}/api/ciba/channel`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${bearer}` },
      body: changes.rawBody ?? JSON.stringify(body),
    }),
  );
  return response;
}

/** An open order at the bank that the customer's phones can see: its approval's row. */
export async function asked(
  world: World,
  changes: Parameters<typeof ask>[3] & { clientId?: string } = {},
) {
  const held = await world.bank.open({
    ...(changes.sub ? { customer_sub: changes.sub } : {}),
    ...(changes.clientId ? { client_id: changes.clientId } : {}),
  });
  const response = await ask(world, held.order.id, held.digest, changes);
  if (response.status !== 201) throw new Error(`the channel answered ${response.status}`);
  await afterwards();
  return { held, approval: await approvalOf(world, held.order.id) };
}

export function approvalOf(world: World, orderId: string) {
  return world.ctx.database
    .selectFrom("approvals")
    .selectAll()
    .where("orderId", "=", orderId)
    .executeTakeFirstOrThrow();
}

export async function eventsOf(world: World, orderId: string): Promise<FollowSnapshot[]> {
  const rows = await world.ctx.database
    .selectFrom("approvalEvents")
    .innerJoin("approvals", "approvals.id", "approvalEvents.approvalId")
    .select("approvalEvents.snapshot")
    .where("approvals.orderId", "=", orderId)
    .orderBy("approvalEvents.version")
    .execute();
  return rows.map((row) => followSnapshot.parse(row.snapshot));
}

/** Moves an approval's instants into the past, as if `seconds` had gone by. */
export async function letPass(world: World, approvalId: string, seconds: number): Promise<void> {
  await sql`update approvals set
    received_at = received_at - make_interval(secs => ${seconds}),
    deadline_at = deadline_at - make_interval(secs => ${seconds}),
    callback_started_at = callback_started_at - make_interval(secs => ${seconds})
    where id = ${approvalId}`.execute(world.ctx.database);
}

/** Reads the frames of an SSE answer as they come. */
export function frames(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  const ready: { event: string; id?: string; data: Record<string, unknown> }[] = [];
  let text = "";
  let pending: ReturnType<typeof reader.read> | undefined;
  return {
    /** The next frame, or undefined when none comes within `withinMs` or the stream ends. */
    async next(withinMs = 2_000) {
      const until = Date.now() + withinMs;
      while (ready.length === 0) {
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<"late">((give) => {
          timer = setTimeout(() => give("late"), Math.max(1, until - Date.now()));
        });
        pending ??= reader.read();
        const got = await Promise.race([pending, late]);
        clearTimeout(timer);
        if (got === "late") return undefined;
        pending = undefined;
        if (got.done) return undefined;
        text += decoder.decode(got.value, { stream: true });
        for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
          const frame = parseFrame(text.slice(0, end));
          text = text.slice(end + 2);
          if (frame) ready.push(frame);
        }
      }
      return ready.shift();
    },
    /** Reads on to the first frame whose data fits; fails when none comes. */
    async until(fits: (data: Record<string, unknown>) => boolean, withinMs = 2_000) {
      for (;;) {
        const frame = await this.next(withinMs);
        if (!frame) throw new Error("no such frame came");
        if (fits(frame.data)) return frame;
      }
    },
    cancel: () => reader.cancel(),
  };
}

function parseFrame(text: string) {
  const fields = new Map(
    text.split("\n").flatMap((line) => {
      const at = line.indexOf(": ");
      return at > 0 ? [[line.slice(0, at), line.slice(at + 2)] as const] : [];
    }),
  );
  const data = fields.get("data");
  if (data === undefined) return undefined;
  const id = fields.get("id");
  return { event: fields.get("event") ?? "", data: JSON.parse(data), ...(id ? { id } : {}) };
}
