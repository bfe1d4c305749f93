import { writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { customers } from "#demo/seed/customers.ts";
import { freshDatabase } from "../../fixtures/postgres.ts";
import { startChannel } from "./channel-server.ts";
import { type RunningOp, secrets, startOp } from "./op-process.ts";
import { embedded } from "./parity-expected.ts";
import { keycloakDiffers } from "./parity-keycloak.ts";
import { observations } from "./parity-suite.ts";
import type { JsonValue, ParityTarget } from "./parity-target.ts";

const alice = customers.find(({ username }) => username === "alice");
if (!alice) throw new Error("the seed has no alice");
const customer = { sub: alice.id, username: alice.username, email: alice.email };

const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

describe("the embedded OP does what parity-expected.ts says", () => {
  let target: ParityTarget | undefined;
  let op: RunningOp;

  async function start(): Promise<ParityTarget> {
    const channel = await startChannel();
    op = await startOp({ database: await database, channelUrl: channel.url });
    closing.push(() => op.remove(), channel.close);
    return {
      customerIssuer: op.customerIssuer,
      console: { id: "countersign-console", secret: secrets.console },
      device: { id: "countersign-device", secret: secrets.device },
      callbackUrl: `${op.customerIssuer}/ciba/callback`,
      channel,
      intervalSeconds: 1,
      customer,
      honoursRequestedExpiry: true,
    };
  }
  const database = freshDatabase();

  for (const { name, run } of observations)
    it(name, async () => {
      target ??= await start();
      const found = await run(target);
      note("embedded", name, found);
      expect(found).toEqual(embedded[name]);
    });
});

// The lead's runner starts a Keycloak with the realms of keycloak/ and says where it is.
const { PARITY_KEYCLOAK_ISSUER, PARITY_KEYCLOAK_CHANNEL_PORT } = process.env;

describe.skipIf(!PARITY_KEYCLOAK_ISSUER)("Keycloak differs where parity-keycloak.ts says", () => {
  let target: ParityTarget | undefined;

  async function start(): Promise<ParityTarget> {
    const channel = await startChannel(Number(PARITY_KEYCLOAK_CHANNEL_PORT));
    closing.push(channel.close);
    const issuer = String(PARITY_KEYCLOAK_ISSUER);
    const environment = (name: string) => process.env[`PARITY_KEYCLOAK_${name}`] ?? "";
    return {
      customerIssuer: issuer,
      console: { id: "countersign-console", secret: environment("SECRET_CONSOLE") },
      device: { id: "countersign-device", secret: environment("SECRET_DEVICE") },
      callbackUrl: `${issuer}/protocol/openid-connect/ext/ciba/auth/callback`,
      channel,
      intervalSeconds: Number(environment("INTERVAL_SECONDS") || 2),
      customer,
      honoursRequestedExpiry: false,
    };
  }

  for (const { name, run } of observations)
    it(name, async () => {
      target ??= await start();
      const found = await run(target);
      note("keycloak", name, found);
      expect(found).toEqual(name in keycloakDiffers ? keycloakDiffers[name] : embedded[name]);
    });
});

/** All that was seen, for the list of differences: JSON, one file an OP, where `PARITY_REPORT` says. */
const notes: Record<string, Record<string, JsonValue>> = {};
function note(op: string, name: string, found: JsonValue): void {
  const folder = process.env.PARITY_REPORT;
  if (!folder) return;
  notes[op] = { ...notes[op], [name]: found };
  writeFileSync(`${folder}/parity-${op}.json`, `${JSON.stringify(notes[op], null, 2)}\n`);
}
