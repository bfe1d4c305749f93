import { randomBytes, randomUUID } from "node:crypto";
import { afterAll } from "vitest";
import type { Role } from "#lib/core/operators/roles.ts";
import { freshDatabase } from "#tests/fixtures/postgres.ts";
import { stubBank } from "./stub-bank.ts";
import { stubDevice } from "./stub-device.ts";
import { clientId, type StubOpOptions, stubOp } from "./stub-op.ts";

const key = () => randomBytes(32).toString("base64url");

/**
 * The console zone on a fresh real database, with stand-ins over HTTP for the OP, the bank and the
 * device. Sets the environment first and imports the zone afterwards: its configuration is read once.
 */
export async function stand(settings: Record<string, string> = {}, opOptions: StubOpOptions = {}) {
  const [zones, op, bank, device] = await Promise.all([
    freshDatabase(),
    stubOp(opOptions),
    stubBank(opOptions.tls),
    stubDevice(),
  ]);
  // Another stand of this file may have set more than this one has.
  for (const name of Object.keys(process.env))
    if (/^(CONSOLE|COUNTERSIGN)_/.test(name)) delete process.env[name];
  Object.assign(process.env, {
    COUNTERSIGN_ZONE: "console",
    COUNTERSIGN_LOG_LEVEL: "silent",
    CONSOLE_PUBLIC_URL: "http://localhost:1",
    CONSOLE_DATABASE_URL: zones.console.runtimeUrl,
    CONSOLE_DATABASE_OWNER_URL: zones.console.ownerUrl,
    CONSOLE_STAFF_ISSUER: op.issuer,
    CONSOLE_STAFF_CLIENT_ID: "countersign-console-staff",
    CONSOLE_STAFF_CLIENT_SECRET: key(),
    CONSOLE_CUSTOMER_ISSUER: op.issuer,
    CONSOLE_CIBA_CLIENT_ID: clientId,
    CONSOLE_CIBA_CLIENT_SECRET: key(),
    CONSOLE_CIBA_PROFILE: "keycloak",
    CONSOLE_BANK_URL: bank.url,
    CONSOLE_DEVICE_URL: device.url,
    CONSOLE_PHONE_URL: "http://phone.localhost:1",
    CONSOLE_SEALING_KEYS: `t1:${key()}`,
    CONSOLE_AUTH_SECRET: key(),
    CONSOLE_OP_DEADLINE_MS: "1000",
    CONSOLE_BANK_DEADLINE_MS: "800",
    ...settings,
  });
  const { prepareConsole } = await import("#lib/console/prepare.ts");
  await prepareConsole();
  const { database } = await import("#lib/console/database.ts");
  const { jobs } = await import("#lib/console/engine/jobs.ts");
  const { openSession } = await import("#lib/console/session/open-session.ts");

  afterAll(async () => {
    await (await jobs()).stop({ graceful: false });
    await database().destroy();
    await Promise.all([op.close(), bank.close(), device.close()]);
  });

  /** An operator with a live session. */
  async function operator(roles: Role[] = ["teller"], branchId = "main-street") {
    const sub = randomUUID();
    await openSession({
      sessionToken: randomUUID(),
      profile: {
        sub,
        name: "Tara Teller",
        username: `tara-${sub.slice(0, 4)}`,
        branchId,
        roles,
        sid: undefined,
      },
      tokens: {
        accessToken: "operator-token",
        refreshToken: undefined,
        idToken: "id",
        expiresAtSeconds: Math.floor(Date.now() / 1000) + 900,
      },
    });
    const row = await database()
      .selectFrom("sessions")
      .innerJoin("operators", "operators.id", "sessions.operatorId")
      .where("sub", "=", sub)
      .select(["sessions.id as sessionId", "operators.id as id", "name", "username"])
      .executeTakeFirstOrThrow();
    return {
      sessionId: row.sessionId,
      operator: { id: row.id, name: row.name, username: row.username, roles, branchId },
    };
  }

  /** A look-up of a customer by an operator, with a checked quote, ready to be sent. */
  async function ready(
    ctx: Awaited<ReturnType<typeof operator>>,
    options: { customerSub?: string; flow?: string; lookedUpSecondsAgo?: number } = {},
  ) {
    const customerSub = options.customerSub ?? randomUUID();
    const lookup = await database()
      .insertInto("lookups")
      .values({
        operatorId: ctx.operator.id,
        customerId: "C-1",
        customerSub,
        loginHint: "alice",
        customerName: "Alice M.",
        language: "en",
        status: "active",
        hasPhone: true,
        accounts: "[]",
        matchedBy: "name",
        contact: "counter",
        caseNumber: null,
        createdAt: new Date(Date.now() - (options.lookedUpSecondsAgo ?? 0) * 1000),
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const orderId = `ord_${randomBytes(11).toString("hex")}`;
    await database()
      .insertInto("quotes")
      .values({
        orderId,
        lookupId: lookup.id,
        operatorId: ctx.operator.id,
        flow: options.flow ?? "transfer",
        orderDigest: "d".repeat(43),
        checkCode: "7K2M9Q",
        bindingMessage: "500.00EUR-7K2M9Q",
        summary: "€500.00 to Northwind",
        amountMinor: 50_000,
        currency: "EUR",
        branchId: ctx.operator.branchId,
        branchName: "Main Street",
        expiresAt: new Date(Date.now() + 300_000),
      })
      .execute();
    return { requestId: randomUUID(), lookupId: lookup.id, orderId, customerSub };
  }

  const row = (requestId: string) =>
    database()
      .selectFrom("requests")
      .where("id", "=", requestId)
      .selectAll()
      .executeTakeFirstOrThrow();
  const events = async (requestId: string) =>
    (
      await database()
        .selectFrom("requestEvents")
        .where("requestId", "=", requestId)
        .orderBy("version")
        .select("kind")
        .execute()
    ).map(({ kind }) => kind);

  return { zones, op, bank, device, database, jobs, operator, ready, row, events };
}

export type Stand = Awaited<ReturnType<typeof stand>>;
