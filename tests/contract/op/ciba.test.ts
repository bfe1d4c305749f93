import * as client from "openid-client";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { customers } from "#demo/seed/customers.ts";
import { type FreshDatabase, freshDatabase } from "../../fixtures/postgres.ts";
import { type ChannelServer, startChannel } from "./channel-server.ts";
import { callback, cibaGrantType, open, wait } from "./ciba-client.ts";
import { type RunningOp, secrets, startOp } from "./op-process.ts";
import { configure, consoleConfig } from "./openid-clients.ts";

const alice = customers.find(({ username }) => username === "alice");
const blocked = customers.find(({ status }) => status === "blocked");
const intervalMs = 1_000;

let database: FreshDatabase;
let channel: ChannelServer;
let op: RunningOp;
let config: client.Configuration;

beforeAll(async () => {
  database = await freshDatabase();
  channel = await startChannel();
  op = await startOp({ database, channelUrl: channel.url });
  config = await consoleConfig(op);
});
beforeEach(() => channel.behave(201));
afterAll(async () => {
  await op?.remove();
  await channel?.close();
});

async function ask(changes: Record<string, string> = {}) {
  const before = channel.calls.length;
  const response = await client.initiateBackchannelAuthentication(config, {
    scope: "openid transfers:write",
    login_hint: "alice",
    binding_message: "500.00EUR-7K2M9Q",
    request_context: '{"order":"ord_1","digest":"d1"}',
    ...changes,
  });
  return { response, call: await channel.call(before) };
}

const poll = (authReqId: string) =>
  client.genericGrantRequest(config, cibaGrantType, { auth_req_id: authReqId });

const decide = (bearer: string, status: string) =>
  callback(`${op.customerIssuer}/ciba/callback`, bearer, { status });

it("an approval: asked, pending, decided, redeemed once, by the order's customer", async () => {
  const { call, response } = await ask();
  expect(response).toMatchObject({ expires_in: 120, interval: 1 });
  await expect(poll(response.auth_req_id)).rejects.toMatchObject({
    error: "authorization_pending",
    status: 400,
  });
  expect((await decide(call.bearer, "SUCCEED")).status).toBe(200);
  await wait(intervalMs);
  const tokens = await poll(response.auth_req_id);
  expect(tokens.claims()).toMatchObject({ sub: alice?.id, iss: op.customerIssuer });
  expect(open(tokens.access_token).claims).toMatchObject({
    sub: alice?.id,
    aud: "bank-api",
    azp: "countersign-console",
    scope: "openid transfers:write",
  });
  expect(tokens).not.toHaveProperty("refresh_token");
  expect(tokens.expires_in).toBe(120);
});

it("denied and cancelled both come back as access_denied", async () => {
  for (const status of ["UNAUTHORIZED", "CANCELLED"]) {
    const { call, response } = await ask();
    await decide(call.bearer, status);
    await expect(poll(response.auth_req_id)).rejects.toMatchObject({ error: "access_denied" });
  }
});

it("requested_expiry ends the request for the client and for the device", async () => {
  const { call, response } = await ask({ requested_expiry: "1" });
  expect(response.expires_in).toBe(1);
  await wait(1_300);
  expect((await decide(call.bearer, "SUCCEED")).status).toBe(403);
  await expect(poll(response.auth_req_id)).rejects.toMatchObject({ error: "expired_token" });
});

it("an unknown and a blocked customer are unknown_user_id, and no device is called", async () => {
  const before = channel.calls.length;
  for (const hint of ["nobody", blocked?.username ?? ""])
    await expect(ask({ login_hint: hint })).rejects.toMatchObject({ error: "unknown_user_id" });
  expect(channel.calls.length).toBe(before);
});

it("a binding message against the rule and a wrong secret are refused", async () => {
  await expect(ask({ binding_message: "500 EUR" })).rejects.toMatchObject({
    error: "invalid_binding_message",
  });
  const wrong = await configure(op.customerIssuer, "countersign-console", "wrong-secret-000");
  await expect(
    client.genericGrantRequest(wrong, cibaGrantType, { auth_req_id: "x" }),
  ).rejects.toMatchObject({ status: 401 });
});

it("pending and approved requests survive the OP, killed or stopped", async () => {
  const pending = await ask();
  const approved = await ask();
  await decide(approved.call.bearer, "SUCCEED");
  await op.restart("SIGKILL");
  expect((await decide(pending.call.bearer, "SUCCEED")).status).toBe(200);
  await op.restart("SIGTERM");
  for (const { response } of [pending, approved])
    expect((await poll(response.auth_req_id)).claims()?.sub).toBe(alice?.id);
});

it("a device that refuses leaves nothing in the database", async () => {
  const count = "select count(*)::int as n from op.ciba_requests";
  const models =
    "select count(*)::int as n from op.models where model = 'BackchannelAuthenticationRequest'";
  const before = [await ask1(count), await ask1(models)];
  channel.behave(503);
  // openid-client does not read an error beyond 4xx: it is in the `cause`.
  const failure = await ask().catch((error: Error) => error);
  expect((failure as Error).cause).toMatchObject({ status: 503 });
  expect([await ask1(count), await ask1(models)]).toEqual(before);
});

it("a SUCCEED is not undone, and the tokens are not lost, by a blind repeat", async () => {
  const { call, response } = await ask();
  expect((await decide(call.bearer, "SUCCEED")).status).toBe(200);
  for (const status of ["SUCCEED", "UNAUTHORIZED", "CANCELLED"])
    expect((await decide(call.bearer, status)).status).toBe(403);
  expect((await poll(response.auth_req_id)).claims()?.sub).toBe(alice?.id);
});

it("no secret of a request stands in the database or in the log", async () => {
  const { call, response } = await ask();
  await decide(call.bearer, "SUCCEED");
  const tokens = await poll(response.auth_req_id);
  const rows = await dump();
  const places = `${rows}\n${op.output()}`;
  const jti = String(open(call.bearer).claims.jti);
  for (const secret of [
    response.auth_req_id,
    call.bearer,
    jti,
    tokens.access_token,
    tokens.id_token ?? "?",
    String(open(tokens.id_token).claims.sid),
    secrets.console,
  ]) {
    const forms = [secret, Buffer.from(secret).toString("base64"), encodeURIComponent(secret)];
    for (const form of forms) expect(places.includes(form)).toBe(false);
  }
  expect(rows).toContain("countersign-console");
});

it("the runtime role can neither change tables nor see another zone", async () => {
  const runtime = new pg.Client({ connectionString: database.op.runtimeUrl });
  await runtime.connect();
  await expect(runtime.query("drop table models")).rejects.toThrow(/owner/);
  await expect(runtime.query("create table op.extra (id int)")).rejects.toThrow(/denied/);
  await runtime.end();
});

async function ask1(text: string): Promise<number> {
  const [row] = await asAdmin<{ n: number }>(text);
  return row?.n ?? -1;
}

async function dump(): Promise<string> {
  const tables = ["models", "ciba_requests", "revoked_tokens"];
  const rows = await Promise.all(
    tables.map((table) => asAdmin(`select to_jsonb(t) as row from op.${table} t`)),
  );
  return JSON.stringify(rows);
}

async function asAdmin<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const { rows } = await admin.query<Row>(text);
  await admin.end();
  return rows;
}
