import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import type { Job } from "pg-boss";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { RequestJob } from "#lib/console/engine/queue-loop.ts";
import type { reserveRequest as ReserveRequest } from "#lib/console/requests/reserve-request.ts";
import type { sendRequest as SendRequest } from "#lib/console/requests/send-request.ts";
import { type Stand, stand } from "./support/stand.ts";

let s: Stand;
let admin: pg.Client;
let reserve: typeof ReserveRequest;
let send: typeof SendRequest;
let poll: (requestId: string) => Promise<string>;
let execute: (requestId: string) => Promise<string>;
let normal: { op: Stand["op"]["script"]; bank: Stand["bank"]["script"] };

beforeAll(async () => {
  s = await stand();
  admin = new pg.Client(s.zones.adminUrl);
  await admin.connect();
  ({ reserveRequest: reserve } = await import("#lib/console/requests/reserve-request.ts"));
  ({ sendRequest: send } = await import("#lib/console/requests/send-request.ts"));
  ({ executeRequest: execute } = await import("#lib/console/engine/execute-request.ts"));
  const { pollRequest } = await import("#lib/console/engine/poll-request.ts");
  poll = (requestId) =>
    pollRequest(
      { id: randomUUID(), name: "ciba-poll", data: { requestId } } as Job<RequestJob>,
      () => {},
    );
  normal = { op: { ...s.op.script }, bank: { ...s.bank.script } };
});
afterAll(() => admin.end());
beforeEach(() => {
  Object.assign(s.op.script, normal.op, { revoked: [], ended: [] });
  Object.assign(s.bank.script, normal.bank);
  for (const stub of [s.op, s.bank, s.device]) stub.received.splice(0);
});

async function granted() {
  const ctx = await s.operator();
  const input = await s.ready(ctx);
  await send({ ctx, input });
  s.op.script.poll = () => s.op.approve(input.customerSub);
  await poll(input.requestId);
  expect((await s.row(input.requestId)).state).toBe("granted");
  return { ctx, ...input };
}

describe("what may be reserved", () => {
  test("the database itself refuses another operator's look-up, and one of another customer", async () => {
    const [tara, tom] = [await s.operator(), await s.operator()];
    const { lookupId, customerSub } = await s.ready(tara);
    const insert = (operatorId: string, sub: string) =>
      admin.query(
        `insert into console.requests (id, flow, operator_id, operator_name, branch_id, branch_name, lookup_id,
           contact, customer_sub, customer_name, customer_language, issuer, client_id, order_id, order_digest,
           check_code, binding_message, summary)
         values ($1, 'transfer', $2, 'x', 'x', 'x', $3, 'counter', $4, 'x', 'en', 'i', 'c', $5, 'd', 'c', 'b', 's')`,
        [randomUUID(), operatorId, lookupId, sub, `ord_${randomUUID()}`],
      );
    await admin.query("set search_path to console");
    await expect(insert(tom.operator.id, customerSub)).rejects.toMatchObject({ code: "CS001" });
    await expect(insert(tara.operator.id, randomUUID())).rejects.toMatchObject({ code: "CS001" });
    await insert(tara.operator.id, customerSub);
  });

  test("a quote of another operator is no quote", async () => {
    const [tara, tom] = [await s.operator(), await s.operator()];
    const theirs = await s.ready(tara);
    const mine = await s.ready(tom, { customerSub: theirs.customerSub });
    await s
      .database()
      .updateTable("quotes")
      .set({ lookupId: mine.lookupId })
      .where("orderId", "=", theirs.orderId)
      .execute();
    await expect(reserve(tom, { ...mine, orderId: theirs.orderId })).rejects.toMatchObject({
      code: "quote_needed",
    });
  });

  test("a quote for another customer is no quote", async () => {
    const tara = await s.operator();
    const [alice, bob] = [await s.ready(tara), await s.ready(tara)];
    await expect(reserve(tara, { ...alice, orderId: bob.orderId })).rejects.toMatchObject({
      code: "quote_needed",
    });
  });

  test("three clicks that meet at the customer's lock ask once", async () => {
    const ctx = await s.operator();
    const input = await s.ready(ctx);
    await admin.query("begin");
    await admin.query("select pg_advisory_xact_lock(hashtextextended($1, 1))", [input.customerSub]);
    const sending = [1, 2, 3].map(() => send({ ctx, input }));
    // All three have found no request of this id and wait to make it when they are let go.
    await vi.waitFor(async () => {
      const { rows } = await sql<{ waiting: number }>`
        select count(*)::int as waiting from pg_stat_activity
        where wait_event_type = 'Lock' and query like 'insert into "requests"%'
          and datname = current_database()`.execute(s.database());
      expect(rows[0]?.waiting).toBe(3);
    });
    await admin.query("commit");
    const views = await Promise.all(sending);
    expect(new Set(views.map((view) => view.id))).toEqual(new Set([input.requestId]));
    expect(s.op.received.filter((one) => one.path === "/ciba")).toHaveLength(1);
    expect(s.bank.received.filter((one) => one.path === "/orders")).toHaveLength(1);
  });

  test("eight clicks at the same instant are one request", async () => {
    const tara = await s.operator();
    const input = await s.ready(tara);
    const answers = await Promise.all(Array.from({ length: 8 }, () => reserve(tara, input)));
    expect(answers.filter((answer) => answer.fresh)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.row.id))).toEqual(new Set([input.requestId]));
  });

  test("a quote that has run out is not sent, and nothing is reserved", async () => {
    const tara = await s.operator();
    const input = await s.ready(tara);
    await s
      .database()
      .updateTable("quotes")
      .set({ expiresAt: new Date(Date.now() - 1_000) })
      .where("orderId", "=", input.orderId)
      .execute();
    await expect(send({ ctx: tara, input })).rejects.toMatchObject({ code: "quote_needed" });
    await expect(s.row(input.requestId)).rejects.toThrow();
  });
});

describe("whose request", () => {
  test("another operator's request is neither read nor called again", async () => {
    const { readRequest } = await import("#lib/console/requests/read-request.ts");
    const { renotify } = await import("#lib/console/requests/renotify.ts");
    const [tara, tom] = [await s.operator(), await s.operator()];
    const input = await s.ready(tara);
    await send({ ctx: tara, input });
    await expect(readRequest({ ctx: tom, input })).rejects.toMatchObject({ status: 404 });
    await expect(renotify({ ctx: tom, input })).rejects.toMatchObject({ code: "not_open" });
    expect(s.device.received).toHaveLength(0);
    expect((await readRequest({ ctx: tara, input })).view.id).toBe(input.requestId);
  });

  test("the branch's history is for its supervisors, and another branch's is not theirs", async () => {
    const { listRequests } = await import("#lib/console/requests/list-requests.ts");
    const { readRequest } = await import("#lib/console/requests/read-request.ts");
    const tara = await s.operator();
    const input = await s.ready(tara);
    await send({ ctx: tara, input });
    const seenBy = async (ctx: typeof tara) =>
      (await listRequests({ ctx, input: { scope: "branch" } })).rows.map((row) => row.id);
    await expect(seenBy(tara)).rejects.toMatchObject({ code: "no_role" });
    expect(await seenBy(await s.operator(["supervisor"]))).toContain(input.requestId);
    const elsewhere = await s.operator(["supervisor"], "harbour");
    expect(await seenBy(elsewhere)).not.toContain(input.requestId);
    await expect(readRequest({ ctx: elsewhere, input })).rejects.toMatchObject({ status: 404 });
  });
});

describe("tokens and execution", () => {
  test("an ID Token for a second audience is refused", async () => {
    const ctx = await s.operator();
    const input = await s.ready(ctx);
    await send({ ctx, input });
    s.op.script.poll = () =>
      s.op.approve(input.customerSub, {
        aud: ["countersign-console", "another-client"],
        azp: "countersign-console",
      });
    await poll(input.requestId);
    expect(await s.row(input.requestId)).toMatchObject({
      state: "failed",
      failureReason: "token_invalid",
    });
  });

  test("an order has one intent and one key", async () => {
    const { requestId, orderId } = await granted();
    await execute(requestId);
    const { requestId: other } = await granted();
    const insert = (request: string, order: string, key: string) =>
      admin.query(
        "insert into console.executions (order_id, request_id, idempotency_key) values ($1, $2, $3)",
        [order, request, key],
      );
    await expect(insert(other, orderId, "exec-x")).rejects.toMatchObject({ code: "23505" });
    await expect(insert(requestId, "ord_x", "exec-x")).rejects.toMatchObject({ code: "23505" });
    await expect(insert(other, "ord_x", `exec-${orderId}`)).rejects.toMatchObject({
      code: "23505",
    });
  });

  test("a settled execution is not settled again", async () => {
    const { settleExecution } = await import("#lib/console/orders/settle-execution.ts");
    const { requestId } = await granted();
    await execute(requestId);
    await settleExecution(requestId, { outcome: "refused", code: "late", message: "late" });
    expect(await s.row(requestId)).toMatchObject({ execution: "executed" });
    expect((await s.events(requestId)).filter((kind) => kind === "refused")).toEqual([]);
  });

  test("a 503 of the bank after it executed is an unknown outcome, settled by asking", async () => {
    const { requestId } = await granted();
    s.bank.script.execute = () => ({
      status: 503,
      json: { title: "busy", status: 503, code: "unavailable" },
    });
    expect(await execute(requestId)).toBe("again");
    expect((await s.row(requestId)).execution).toBe("outcome_unknown");
    expect(await execute(requestId)).toBe("done");
    expect((await s.row(requestId)).execution).toBe("executed");
  });

  test("an order whose token ran out is given up only when the bank has voided it", async () => {
    const { requestId } = await granted();
    await s
      .database()
      .updateTable("requests")
      .set({ tokenExpiresAt: new Date(Date.now() - 1_000) })
      .where("id", "=", requestId)
      .execute();
    s.bank.script.void = () => "drop";
    expect(await execute(requestId)).toBe("again");
    expect((await s.row(requestId)).execution).toBe("waiting");
    s.bank.script.void = normal.bank.void;
    expect(await execute(requestId)).toBe("done");
    expect(await s.row(requestId)).toMatchObject({
      execution: "refused",
      failureReason: "token_expired",
    });
  });
});

describe("the audit trail", () => {
  const broken = async () => {
    const { firstBrokenAuditLine } = await import("#lib/platform/database/audit.ts");
    return firstBrokenAuditLine(s.database());
  };
  /** Lets `work` change lines as an administrator of the database could, and takes it back. */
  const forging = async (statements: string) => {
    await admin.query("begin");
    await admin.query("set local session_replication_role = replica");
    await admin.query("set local search_path to console");
    try {
      await admin.query(statements);
      return (await admin.query("select audit_verify()::int as broken")).rows[0].broken as number;
    } finally {
      await admin.query("rollback");
    }
  };

  test("a forged line with a hash that fits is found by the one after it", async () => {
    await s.operator();
    await s.operator();
    expect(await broken()).toBeUndefined();
    expect(
      await forging(
        `update audit set action = 'forged', hash = audit_line_hash(seq, at, actor, 'forged', subject, data, prev_hash) where seq = 1`,
      ),
    ).toBe(2);
  });

  test("an audit line that was taken out is found", async () => {
    await s.operator();
    expect(await forging("delete from audit where seq = 1")).toBe(2);
  });

  test("the owner can neither change nor delete a line, nor empty the trail", async () => {
    await s.operator();
    const owner = new pg.Client(s.zones.console.ownerUrl);
    await owner.connect();
    for (const statement of [
      "update audit set action = 'x'",
      "delete from audit",
      "truncate audit",
    ])
      await expect(owner.query(statement), statement).rejects.toThrow(/append-only/);
    await owner.end();
  });

  test("a change that is rolled back leaves no audit line", async () => {
    const { transact } = await import("#lib/platform/database/audit.ts");
    const subject = `test:${randomUUID()}`;
    const line = { actor: "engine", action: "test.nothing", subject };
    // The second line cannot be written: the first one must go with it.
    await expect(
      transact(s.database(), async (_transaction, audit) => {
        audit(line);
        audit({ ...line, actor: null as unknown as string });
      }),
    ).rejects.toThrow();
    const { rows } = await admin.query("select 1 from console.audit where subject = $1", [subject]);
    expect(rows).toEqual([]);
  });
});
