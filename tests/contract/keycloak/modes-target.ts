import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { Agent, fetch as undiciFetch } from "undici";
import { type ConsoleClient, consoleClient } from "#keycloak/describe/clients.ts";
import {
  customerRealm,
  notificationEndpoint,
  variantClient,
} from "#keycloak/describe/customer-realm.ts";
import { importForm } from "#keycloak/describe/import-form.ts";
import { startKeycloak } from "#keycloak/run.ts";
import { type ChannelServer, startChannel } from "../op/channel-server.ts";
import { freePort } from "../op/op-process.ts";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { type PingServer, startPings } from "./ping-server.ts";

const DISTRIBUTION = join(import.meta.dirname, "../../../.countersign/keycloak");

export const secret = "test-secret-console-0001";
export const admin = { username: "admin", password: "test-admin-password-0001" };
export const alice = {
  username: "alice",
  enabled: true,
  emailVerified: true,
  firstName: "Alice",
  lastName: "Martin",
  email: "alice@example.test",
  requiredActions: [] as string[],
};

/** Realms with nothing in them but one user, for `keycloak:configure`. */
export const emptyRealms = ["empty-plain", "empty-ping", "empty-fapi-mtls", "empty-fapi-dpop"];

export interface SigningKey {
  alg: "ES256" | "PS256";
  kid: string;
  privateKey: CryptoKey;
  publicJwk: object;
}

export interface Modes {
  /** Of this run alone, removed at its end. */
  folder: string;
  /** Origin over TLS; all issuers are below it. */
  origin: string;
  /** Origin without TLS, by which the device decides. */
  httpOrigin: string;
  channel: ChannelServer;
  pings: PingServer;
  certificates: Certificates;
  keys: Record<"ES256" | "PS256", SigningKey>;
  /** `fetch` that trusts the test's CA, with a client certificate where one is given. */
  fetchWith(certificate?: { certFile: string; keyFile: string }): typeof fetch;
  lines: string[];
  remove(): Promise<void>;
}

/** The consoles of the realm `customers`: one of each kind that the variants have not. */
export function consoles(modes: {
  keys: Modes["keys"];
  pings: PingServer;
  certificates: Certificates;
}): ConsoleClient[] {
  const consoleOrigin = modes.pings.origin;
  const plain = variantClient("plain", { consoleOrigin, secret });
  const jwt: ConsoleClient = {
    ...plain,
    clientId: "countersign-console-jwt",
    authentication: { method: "private_key_jwt", alg: "ES256" },
    keys: { set: { keys: [modes.keys.ES256.publicJwk] } },
    signedRequests: "ES256",
  };
  return [
    plain,
    variantClient("ping", { consoleOrigin, secret }),
    jwt,
    { ...jwt, clientId: "countersign-console-jwt-fapi-ciba", policy: "fapi-ciba" },
    {
      ...jwt,
      clientId: "countersign-console-jwks",
      keys: { url: `${consoleOrigin}/api/ciba/jwks` },
    },
    {
      ...jwt,
      clientId: "countersign-console-jwt-ping",
      policy: "fapi-ciba",
      delivery: "ping",
      notificationEndpoint: notificationEndpoint(consoleOrigin),
    },
    { ...plain, clientId: "countersign-console-dpop", binding: "dpop" },
    { ...plain, clientId: "countersign-console-bound", binding: "mtls" },
    {
      ...plain,
      clientId: "countersign-console-mtls",
      authentication: { method: "tls_client_auth", ...modes.certificates.clientNames },
      keys: { set: { keys: [modes.keys.ES256.publicJwk] } },
      signedRequests: "ES256",
      binding: "mtls",
    },
  ];
}

/** One real Keycloak over TLS with every realm of the tests, on a database of its own. */
export async function startModes(): Promise<Modes> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-test-keycloak-"));
  const certificates = makeCertificates(folder);
  const keys = { ES256: await signingKey("ES256"), PS256: await signingKey("PS256") };
  const channel = await startChannel();
  const pings = await startPings();
  pings.keys = [keys.ES256.publicJwk];
  const [port, tlsPort] = [await freePort(), await freePort()];
  const origin = `https://127.0.0.1:${tlsPort}`;
  const fapiKeys = { set: { keys: [keys.PS256.publicJwk, keys.ES256.publicJwk] } };
  const inputs = { consoleOrigin: pings.origin, keys: fapiKeys };
  const realms = [
    realmOf("customers", consoles({ keys, pings, certificates })),
    realmOf("fapi-mtls", [variantClient("fapi-mtls", inputs)]),
    realmOf("fapi-dpop", [variantClient("fapi-dpop", inputs)]),
    ...emptyRealms.map((realm) => ({ realm, enabled: true, users: [alice] })),
  ];
  const lines: string[] = [];
  const keycloak = await startKeycloak({
    folder: DISTRIBUTION,
    dataFolder: join(folder, "data"),
    port,
    managementPort: await freePort(),
    tls: { port: tlsPort, ...certificates.server, trustStoreFile: certificates.caFile },
    hostnameUrl: origin,
    channelUrl: channel.url,
    realms,
    admin,
    log: { progress: (line) => lines.push(line), output: (line) => lines.push(line) },
  });
  const agents: Agent[] = [];
  const remove = async () => {
    await Promise.all(agents.map((agent) => agent.close()));
    await keycloak.stop();
    await channel.close();
    await pings.close();
    rmSync(folder, { recursive: true, force: true });
  };
  await keycloak.ready.catch(async (error) => {
    await remove();
    throw new Error(`${error.message}\n${lines.slice(-30).join("\n")}`);
  });
  return {
    ...{
      folder,
      origin,
      httpOrigin: `http://127.0.0.1:${port}`,
      channel,
      pings,
      certificates,
      keys,
      lines,
      remove,
    },
    fetchWith(certificate) {
      const agent = new Agent({
        connect: {
          ca: readFileSync(certificates.caFile),
          ...(certificate
            ? { cert: readFileSync(certificate.certFile), key: readFileSync(certificate.keyFile) }
            : {}),
        },
      });
      agents.push(agent);
      return ((url: string, init: RequestInit) =>
        undiciFetch(url, { ...init, dispatcher: agent } as never)) as unknown as typeof fetch;
    },
  };
}

function realmOf(realm: string, clients: readonly ConsoleClient[]) {
  const description = customerRealm({
    consoles: clients,
    device: { clientId: "countersign-device", secret: "test-secret-device-00001" },
    phone: {
      clientId: "countersign-phone",
      secret: "test-secret-phone-000001",
      redirectUri: "http://127.0.0.1:5401/api/phone/enrol/callback",
    },
    expiresIn: 120,
    interval: 1,
  });
  const clientConsents = clients.map((client) => ({
    clientId: client.clientId,
    grantedClientScopes: consoleClient(client).optionalClientScopes.slice(0, 2),
  }));
  return { ...importForm(realm, realm, description), users: [{ ...alice, clientConsents }] };
}

async function signingKey(alg: "ES256" | "PS256"): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const kid = `test-${alg.toLowerCase()}`;
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg, use: "sig" };
  return { alg, kid, privateKey, publicJwk };
}
