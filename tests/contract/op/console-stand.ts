import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import * as client from "openid-client";
import { randomToken } from "#lib/platform/random.ts";
import { type FreshDatabase, freshDatabase } from "../../fixtures/postgres.ts";
import { certificate } from "../bank/fixture/certificates.ts";
import { type ChannelServer, startChannel } from "./channel-server.ts";
import { callback, cibaGrantType } from "./ciba-client.ts";
import {
  type ConsoleUnderTest,
  clientSecret,
  configurationOf,
  issuedBy,
  type KeyPair,
  keyPair,
  type PemFiles,
  type PingEndpoint,
  requestObject,
  type SigningAlg,
  startPingEndpoint,
} from "./console-fixture.ts";
import { freePort, type RunningOp, startOp } from "./op-process.ts";

/** With what the OP alone knows of it. */
export interface RegisteredConsole extends ConsoleUnderTest {
  binding_message_required?: boolean;
}

export const caSubject = "O=Countersign,CN=console";

/** The embedded OP with further consoles, and everything that they need to act. */
export interface ConsoleStand {
  op: RunningOp;
  database: FreshDatabase;
  channel: ChannelServer;
  ping: PingEndpoint;
  keys: Record<SigningAlg, KeyPair>;
  dpopKey: KeyPair;
  /** Self-signed, registered; of the client CA; of that CA for somebody else; known to nobody. */
  certificates: Record<"selfSigned" | "issued" | "issuedToOther" | "unknown", PemFiles>;
  trusted: PemFiles;
  tlsBaseUrl: string;
  configure(console: ConsoleUnderTest, own?: PemFiles): Promise<client.Configuration>;
  decide(bearer: string, status: string): ReturnType<typeof callback>;
  close(): Promise<void>;
}

export async function startConsoleStand(
  consoles: readonly RegisteredConsole[],
  env: Record<string, string> = {},
  options: Partial<Pick<ConsoleStand, "keys" | "certificates">> & { httpsIssuer?: boolean } = {},
): Promise<ConsoleStand> {
  const [database, channel, ping, tlsPort] = await Promise.all([
    freshDatabase(),
    startChannel(),
    startPingEndpoint(),
    freePort(),
  ]);
  const keys = options.keys ?? { ES256: await keyPair("ES256"), PS256: await keyPair("PS256") };
  const dpopKey = await keyPair("ES256");
  const trusted = certificate("localhost");
  const ca = certificate("Countersign test CA");
  const certificates = options.certificates ?? {
    selfSigned: certificate("console"),
    issued: issuedBy(ca, "console"),
    issuedToOther: issuedBy(ca, "another"),
    unknown: certificate("console"),
  };
  const registered = consoles.map((each) =>
    registration(each, { certificates, keys, pingUrl: ping.url }),
  );
  const tlsBaseUrl = `https://127.0.0.1:${tlsPort}`;
  const op = await startOp({
    database,
    channelUrl: channel.url,
    env: {
      OP_TLS_PORT: String(tlsPort),
      OP_TLS_CERT_FILE: trusted.cert,
      OP_TLS_KEY_FILE: trusted.key,
      OP_TLS_CLIENT_CA_FILE: ca.cert,
      OP_EXTRA_CLIENTS: JSON.stringify(registered),
      ...(options.httpsIssuer ? { OP_BASE_URL: tlsBaseUrl } : {}),
      ...env,
    },
  });
  return {
    op,
    database,
    channel,
    ping,
    keys,
    dpopKey,
    certificates,
    trusted,
    tlsBaseUrl,
    configure: (console, own) =>
      configurationOf({
        issuer: op.customerIssuer,
        console,
        keys: [keys.ES256, keys.PS256],
        own:
          own ??
          (console.auth === "tls_client_auth" ? certificates.issued : certificates.selfSigned),
        trusted,
      }),
    decide: (bearer, status) =>
      callback(`${op.baseUrl}/customers/ciba/callback`, bearer, { status }),
    async close() {
      await op.remove();
      await channel.close();
      await ping.close();
    },
  };
}

function registration(
  console: RegisteredConsole,
  parts: {
    certificates: ConsoleStand["certificates"];
    keys: ConsoleStand["keys"];
    pingUrl: string;
  },
): Record<string, unknown> {
  const { idTokenAlg, ...rest } = console;
  return {
    jwks: { keys: [parts.keys.ES256.jwk, parts.keys.PS256.jwk] },
    ...rest,
    ...(console.auth.startsWith("client_secret") ? { secret: clientSecret } : {}),
    ...(console.auth === "self_signed_tls_client_auth"
      ? { certificate: readFileSync(parts.certificates.selfSigned.cert, "utf8") }
      : {}),
    ...(console.auth === "tls_client_auth" ? { subject_dn: caSubject } : {}),
    ...(console.delivery === "ping" ? { notification_endpoint: parts.pingUrl } : {}),
    ...(idTokenAlg ? { id_token_alg: idTokenAlg } : {}),
  };
}

export const requestContext = { order: "ord_1", digest: "d1" };

/** The parameters of a console's request, its notification token included. */
export function parametersOf(console: ConsoleUnderTest): Record<string, string> {
  return {
    scope: "openid transfers:write",
    login_hint: "alice",
    binding_message: "500.00EUR-7K2M9Q",
    request_context: JSON.stringify(requestContext),
    ...(console.delivery === "ping" ? { client_notification_token: randomToken(24) } : {}),
  };
}

/** Asks as that console does: plain or signed. */
export async function ask(
  stand: ConsoleStand,
  config: client.Configuration,
  console: ConsoleUnderTest,
  parameters: Record<string, unknown> = parametersOf(console),
) {
  const before = stand.channel.calls.length;
  const form: Record<string, string> =
    console.signed === "off"
      ? (parameters as Record<string, string>)
      : {
          request: await requestObject({
            issuer: stand.op.customerIssuer,
            clientId: console.id,
            key: stand.keys[console.signed],
            parameters,
          }),
        };
  const response = await client.initiateBackchannelAuthentication(config, form);
  return { response, parameters, call: await stand.channel.call(before) };
}

/** One poll, with a DPoP proof where the console's tokens are bound so. */
export function pollAs(
  stand: ConsoleStand,
  config: client.Configuration,
  console: ConsoleUnderTest,
  authReqId: string,
) {
  const DPoP = console.binding === "dpop" ? client.getDPoPHandle(config, stand.dpopKey) : undefined;
  return client.genericGrantRequest(
    config,
    cibaGrantType,
    { auth_req_id: authReqId },
    DPoP ? { DPoP } : {},
  );
}

/** RFC 8705's `x5t#S256` of a certificate. */
export function thumbprintOf({ cert }: PemFiles): string {
  const { raw } = new X509Certificate(readFileSync(cert));
  return createHash("sha256").update(raw).digest("base64url");
}
