import { sql } from "kysely";
import pg from "pg";
import { describe, expect, test, vi } from "vitest";
import { POST as channel } from "#app/api/ciba/channel/route.ts";
import { GET as start } from "#app/api/phone/enrol/start/route.ts";
import { retain, sweep } from "#lib/device/approvals/sweep.ts";
import {
  CHANNEL_AT_ONCE,
  CHANNEL_BODY_MAX_BYTES,
  CHECKS_AT_ONCE,
  FEED_OVERLAP_MS,
  UNFINISHED_LOGINS_MAX,
} from "#lib/device/tunables.ts";
import { connectionSettings } from "#lib/platform/database/open.ts";
import { afterwards } from "./support/after.ts";
import { decideOn, enrolPhone, signIn } from "./support/phone.ts";
import { approvalOf, asked, home, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();
const phone = await enrolPhone(world);

describe("the channel", () => {
  let reading = 0;
  let mostRead = 0;

  /** A request whose body counts as in hand from its first read to its end. */
  const request = (bearer: string, text: string, endless = false) =>
    new Request(`${home}/api/ciba/channel`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${bearer}` },
      duplex: "half",
      body: new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            reading += 1;
            mostRead = Math.max(mostRead, reading);
            await new Promise((next) => setTimeout(next, 5));
            reading -= 1;
            controller.enqueue(new TextEncoder().encode(text));
            if (!endless) controller.close();
          },
        },
        { highWaterMark: 0 },
      ),
    } as RequestInit);

  test("1,000 requests at once: a bounded number in hand, the rest told when to come back", async () => {
    const questions = await Promise.all(
      Array.from({ length: 1_000 }, async () => {
        const { order, digest } = await world.bank.open();
        const text = JSON.stringify({
          scope: "openid transfers:write",
          binding_message: "500.00EUR-7K2M9Q",
          login_hint: "alice",
          is_consent_required: false,
          request_context: JSON.stringify({ order: order.id, digest }),
        });
        return { orderId: order.id, text, bearer: await world.op.bearer() };
      }),
    );
    let mostWaiting = 0;
    const connect = pg.Pool.prototype.connect;
    const spy = vi.spyOn(pg.Pool.prototype, "connect").mockImplementation(function (
      this: pg.Pool,
      ...rest: Parameters<typeof connect>
    ) {
      mostWaiting = Math.max(mostWaiting, this.waitingCount);
      return connect.apply(this, rest);
    } as never);
    let left = questions;
    let refusals = 0;
    for (let round = 0; left.length > 0; round++) {
      expect(round).toBeLessThan(20);
      const answers = await Promise.all(
        left.map(async (question) => ({
          question,
          response: await channel(request(question.bearer, question.text)),
        })),
      );
      for (const { response } of answers) {
        expect([201, 503]).toContain(response.status);
        if (response.status !== 503) continue;
        refusals += 1;
        expect(response.headers.get("retry-after")).toBe("1");
        expect(await response.json()).toMatchObject({ code: "busy" });
      }
      left = answers.filter(({ response }) => response.status === 503).map((each) => each.question);
    }
    await afterwards();
    spy.mockRestore();
    expect(refusals).toBeGreaterThan(0);
    expect(mostRead).toBeLessThanOrEqual(CHANNEL_AT_ONCE);
    expect(mostWaiting).toBeLessThanOrEqual(CHANNEL_AT_ONCE + CHECKS_AT_ONCE);
    const { rows } = await sql<{ stored: number; jobs: number }>`select
      (select count(*)::int from approvals) as stored,
      (select count(*)::int from device_jobs.job where name = 'device-check') as jobs`.execute(
      world.ctx.database,
    );
    // Each is stored once with its job, so what was not checked at once is checked by the worker.
    expect(rows).toEqual([{ stored: 1_000, jobs: 1_000 }]);
  }, 60_000);

  test("an endless body is cut at the limit, and one without a bearer is not read at all", async () => {
    const bearer = await world.op.bearer();
    expect((await channel(request(bearer, "x".repeat(4_000), true))).status).toBe(413);
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(CHANNEL_BODY_MAX_BYTES));
        },
      },
      { highWaterMark: 0 },
    );
    const answer = await channel(
      new Request(`${home}/api/ciba/channel`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer a.b.c" },
        duplex: "half",
        body: stream,
      } as RequestInit),
    );
    expect([answer.status, pulled]).toEqual([401, 0]);
  });

  test("a body that does not come is given up after 5 s, and its place is free again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { inTime } = await import("#lib/device/channel/in-time.ts");
      const never = inTime(new Promise(() => {}), 5_000);
      const refused = expect(never).rejects.toMatchObject({ status: 408, code: "too_slow" });
      await vi.advanceTimersByTimeAsync(5_000);
      await refused;
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("logins that are started and never finished", () => {
  const unfinished = async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from enrolments where token_sealed is null`.execute(
      world.ctx.database,
    );
    return rows[0]?.n;
  };

  test("are bounded: the oldest go; a login that was finished stays", async () => {
    const { cookie } = await signIn(world, { sub: "customer-1" });
    await sql`insert into enrolments (id, cookie_hash, login_sealed, started_at, expires_at)
      select gen_random_uuid(), 'flood ' || n, 'x', now() - make_interval(secs => n),
        now() + interval '5 minutes' from generate_series(1, ${UNFINISHED_LOGINS_MAX + 200}) n`.execute(
      world.ctx.database,
    );
    await Promise.all(Array.from({ length: 5 }, () => start()));
    expect(await unfinished()).toBe(UNFINISHED_LOGINS_MAX);
    const oldest = await sql<{ n: number }>`select max(substr(cookie_hash, 7)::int) as n
      from enrolments where cookie_hash like 'flood %'`.execute(world.ctx.database);
    expect(oldest.rows[0]?.n).toBe(UNFINISHED_LOGINS_MAX - 5);
    const { GET } = await import("#app/api/phone/enrol/route.ts");
    const { fromPhone } = await import("./support/phone.ts");
    expect((await GET(fromPhone("/x", { cookie: cookie ?? "" }))).status).toBe(200);
  });

  test("and finished ones that nobody used go with their time, within seconds", async () => {
    await sql`update enrolments set expires_at = now() - interval '1 second'`.execute(
      world.ctx.database,
    );
    await sweep({ ctx: world.ctx });
    const { rows } = await sql`select from enrolments`.execute(world.ctx.database);
    expect(rows).toHaveLength(0);
  });
});

describe("what the runtime role may not do", () => {
  const run = (text: string) => sql.raw(text).execute(world.ctx.database);

  test.each([
    "update audit set actor = 'x'",
    "delete from audit",
    "truncate audit",
    "update approval_events set version = 9",
    "delete from approval_events",
    "truncate approval_events",
  ])("%s", async (statement) => {
    await expect(run(statement)).rejects.toThrow("permission denied");
  });

  test("old events go by the owner's function, which leaves those of the last week", async () => {
    const { approval, held } = await asked(world);
    await decideOn(phone, approval.id, "declined");
    const admin = new pg.Client(world.adminUrl);
    await admin.connect();
    await admin.query(
      `update device.approval_events set at = at - interval '31 days'
        where approval_id = $1 and version < 3`,
      [approval.id],
    );
    await admin.query(
      `update device.approval_events set at = at - interval '6 days'
        where approval_id = $1 and version = 3`,
      [approval.id],
    );
    await admin.end();
    await retain({ ctx: world.ctx });
    await run("select purge_approval_events(0, 100000)");
    const { rows } = await sql<{ version: number }>`select version from approval_events
      where approval_id = ${approval.id} order by version`.execute(world.ctx.database);
    expect(rows.map(({ version }) => version)).toEqual([3, 4, 5]);
    expect((await approvalOf(world, held.order.id)).version).toBe(5);
  });
});

test("the feed looks back longer than any transaction can last", () => {
  const { statement_timeout, idle_in_transaction_session_timeout } = connectionSettings("x", "x");
  for (const limit of [statement_timeout, idle_in_transaction_session_timeout])
    expect(FEED_OVERLAP_MS).toBeGreaterThan(Number(limit));
});
