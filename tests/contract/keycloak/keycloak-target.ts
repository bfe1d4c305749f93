import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoRealms } from "#demo/keycloak/realms.ts";
import { customers } from "#demo/seed/customers.ts";
import { staff } from "#demo/seed/staff.ts";
import { startKeycloak } from "#keycloak/run.ts";
import { startChannel } from "../op/channel-server.ts";
import { freePort } from "../op/op-process.ts";
import type { ParityTarget } from "../op/parity-target.ts";

/** Shared with the demo, so that Keycloak is fetched and built once. */
const DISTRIBUTION = join(import.meta.dirname, "../../../.countersign/keycloak");

const secrets = {
  consoleStaff: "test-secret-console-staff",
  console: "test-secret-console-0001",
  device: "test-secret-device-00001",
  phone: "test-secret-phone-000001",
};

export interface RunningTarget {
  target: ParityTarget;
  /** Ends Keycloak and starts it again on the same database. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

/** A real Keycloak with the demo's realms, a database of its own, and a channel to call. */
export async function startKeycloakTarget(): Promise<RunningTarget> {
  const dataFolder = mkdtempSync(join(tmpdir(), "countersign-test-keycloak-"));
  const channel = await startChannel();
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const lines: string[] = [];
  const options = {
    folder: DISTRIBUTION,
    dataFolder: join(dataFolder, "data"),
    port,
    managementPort: await freePort(),
    hostnameUrl: baseUrl,
    channelUrl: channel.url,
    realms: demoRealms({
      staff,
      customers,
      secrets,
      consoleOrigin: "http://127.0.0.1:5400",
      consoleBackchannelOrigin: "http://127.0.0.1:5400",
      phoneOrigin: "http://127.0.0.1:5401",
    }),
    log: {
      progress: (message: string) => lines.push(message),
      output: (line: string) => lines.push(line),
    },
  };
  let keycloak = await startKeycloak(options);
  const remove = async () => {
    await keycloak.stop();
    await channel.close();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  await keycloak.ready.catch(async (error) => {
    await remove();
    throw new Error(`${error.message}\n${lines.slice(-20).join("\n")}`);
  });

  const alice = customers.find(({ username }) => username === "alice");
  if (!alice) throw new Error("the seed has no alice");
  const customerIssuer = `${baseUrl}/realms/customers`;
  return {
    remove,
    async restart() {
      await keycloak.stop();
      keycloak = await startKeycloak(options);
      await keycloak.ready;
    },
    target: {
      customerIssuer,
      console: { id: "countersign-console", secret: secrets.console },
      device: { id: "countersign-device", secret: secrets.device },
      callbackUrl: `${customerIssuer}/protocol/openid-connect/ext/ciba/auth/callback`,
      channel,
      intervalSeconds: 2,
      customer: { sub: alice.id, username: alice.username, email: alice.email },
      honoursRequestedExpiry: false,
    },
  };
}
