import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { reserveRequest as ReserveRequest } from "#lib/console/requests/reserve-request.ts";
import { Refusal } from "#lib/core/errors.ts";
import { type Stand, stand } from "./support/stand.ts";

let s: Stand;
let reserve: typeof ReserveRequest;
let admin: pg.Client;

beforeAll(async () => {
  s = await stand();
  ({ reserveRequest: reserve } = await import("#lib/console/requests/reserve-request.ts"));
  admin = new pg.Client(s.zones.adminUrl);
  await admin.connect();
  return () => admin.end();
});
beforeEach(() => s.op.received.splice(0));

const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => expect.fail("was not refused"),
    (error) => {
      expect(error).toBeInstanceOf(Refusal);
      return error as Refusal;
    },
  );

/** Ends requests of a customer as if they had run, by an administrator's hand. */
async function past(customerSub: string, state: string, secondsAgo: number) {
  await admin.query(
    `update console.requests set state = $2, sent_at = now(), created_at = now() - make_interval(secs => $3),
       ended_at = now() - make_interval(secs => $3) where customer_sub = $1 and state in ('requested', 'pending')`,
    [customerSub, state, secondsAgo],
  );
}

test("of twenty requests for one customer at the same instant exactly one is reserved", async () => {
  const customerSub = randomUUID();
  const operators = await Promise.all([s.operator(), s.operator()]);
  const inputs = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      const ctx = operators[i % 2] as (typeof operators)[0];
      return { ctx, input: await s.ready(ctx, { customerSub }) };
    }),
  );
  const results = await Promise.allSettled(inputs.map(({ ctx, input }) => reserve(ctx, input)));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  for (const result of results)
    if (result.status === "rejected") expect((result.reason as Refusal).code).toBe("already_asked");
  const rows = await s
    .database()
    .selectFrom("requests")
    .where("customerSub", "=", customerSub)
    .selectAll()
    .execute();
  expect(rows).toHaveLength(1);
});

test("a second question names who asked, since when, and its id only to the one who asked", async () => {
  const [tara, tom] = [await s.operator(), await s.operator()];
  const customerSub = randomUUID();
  const first = await s.ready(tara, { customerSub });
  await reserve(tara, first);
  const mine = await refusal(reserve(tara, await s.ready(tara, { customerSub })));
  expect(mine.facts).toMatchObject({ requestId: first.requestId, operatorName: "Tara Teller" });
  const theirs = await refusal(reserve(tom, await s.ready(tom, { customerSub })));
  expect(theirs.facts.since).toMatch(/^\d{4}-/);
  expect(theirs.facts.requestId).toBeUndefined();
});

test("the sixth request in an hour is refused and says when the next is possible", async () => {
  const tara = await s.operator();
  const customerSub = randomUUID();
  for (let minutesAgo = 50; minutesAgo >= 10; minutesAgo -= 10) {
    await reserve(tara, await s.ready(tara, { customerSub }));
    await past(customerSub, "expired", minutesAgo * 60);
  }
  const refused = await refusal(reserve(tara, await s.ready(tara, { customerSub })));
  expect(refused.code).toBe("too_many_requests");
  const minutes = ((refused.retryAt?.getTime() ?? 0) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(9);
  expect(minutes).toBeLessThan(11);
});

test("after a decline there is a pause, to the second, and then it works again", async () => {
  const tara = await s.operator();
  const customerSub = randomUUID();
  await reserve(tara, await s.ready(tara, { customerSub }));
  await past(customerSub, "denied", 30);
  const refused = await refusal(reserve(tara, await s.ready(tara, { customerSub })));
  expect(refused.code).toBe("paused_after_decline");
  expect((refused.retryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(20_000);
  await admin.query(
    "update console.requests set ended_at = now() - interval '61 seconds' where customer_sub = $1",
    [customerSub],
  );
  await reserve(tara, await s.ready(tara, { customerSub }));
});

test("only a customer whom this operator looked up within fifteen minutes can be asked", async () => {
  const [tara, tom] = [await s.operator(), await s.operator()];
  const old = await s.ready(tara, { lookedUpSecondsAgo: 901 });
  expect((await refusal(reserve(tara, old))).code).toBe("lookup_needed");
  const theirs = await s.ready(tom);
  expect((await refusal(reserve(tara, theirs))).code).toBe("lookup_needed");
});

test("the same request id again is the same request, and another operator's is not found", async () => {
  const [tara, tom] = [await s.operator(), await s.operator()];
  const input = await s.ready(tara);
  const [first, second] = [await reserve(tara, input), await reserve(tara, input)];
  expect(first.fresh).toBe(true);
  expect(second.fresh).toBe(false);
  expect(second.row.id).toBe(first.row.id);
  expect((await refusal(reserve(tom, input))).code).toBe("not_found");
});

test("an order can be sent once only", async () => {
  const tara = await s.operator();
  const input = await s.ready(tara);
  await reserve(tara, input);
  await past(input.customerSub, "expired", 300);
  const again = await refusal(reserve(tara, { ...input, requestId: randomUUID() }));
  expect(again.code).toBe("already_sent");
});

test("the runtime role cannot change limits, events or the audit trail", async () => {
  const runtime = new pg.Client(s.zones.console.runtimeUrl);
  await runtime.connect();
  for (const statement of [
    "update policy set max_requests_per_hour = 1000",
    "update request_events set note = 'x'",
    "delete from request_events",
    "update audit set action = 'x'",
    "delete from audit",
    "truncate audit",
    "select * from device.approvals",
    "select * from bank.account",
  ])
    await expect(runtime.query(statement), statement).rejects.toThrow(
      /permission denied|append-only/,
    );
  await runtime.end();
});

test("the audit trail holds, and a changed line is found", async () => {
  const { firstBrokenAuditLine } = await import("#lib/platform/database/audit.ts");
  expect(await firstBrokenAuditLine(s.database())).toBeUndefined();
  await admin.query("alter table console.audit disable trigger all");
  await admin.query("update console.audit set data = '{\"forged\":true}' where seq = 3");
  expect(await firstBrokenAuditLine(s.database())).toBe(3);
});
