import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import * as client from "openid-client";
import { Agent, fetch as undiciFetch } from "undici";
import { randomToken } from "#lib/platform/random.ts";
import { certificate } from "../bank/fixture/certificates.ts";

export type SigningAlg = "ES256" | "PS256";
export type AuthMethod =
  | "client_secret_basic"
  | "client_secret_post"
  | "private_key_jwt"
  | "self_signed_tls_client_auth"
  | "tls_client_auth";

/** A console as the test means it: what the OP registers, and how it acts. */
export interface ConsoleUnderTest {
  id: string;
  auth: AuthMethod;
  signed: "off" | SigningAlg;
  binding: "bearer" | "dpop" | "mtls";
  delivery: "poll" | "ping";
  idTokenAlg?: SigningAlg;
}

export const clientSecret = "test-secret-further-console";

export interface KeyPair {
  alg: SigningAlg;
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

export async function keyPair(alg: SigningAlg): Promise<KeyPair> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const kid = randomToken(6);
  return { alg, kid, ...pair, jwk: { ...(await exportJWK(pair.publicKey)), kid, alg, use: "sig" } };
}

export interface PemFiles {
  cert: string;
  key: string;
}

/** A client certificate of the CA (PEM files of a self-signed certificate). */
export function issuedBy(ca: PemFiles, commonName: string): PemFiles {
  const own = certificate(commonName);
  const request = join(own.cert, "../request.pem");
  const run = (...words: string[]) => execFileSync("openssl", words, { stdio: "ignore" });
  run("req", "-new", "-key", own.key, "-subj", `/O=Countersign/CN=${commonName}`, "-out", request);
  const signer = ["-CA", ca.cert, "-CAkey", ca.key, "-CAcreateserial"];
  run("x509", "-req", "-in", request, ...signer, "-days", "2", "-out", own.cert);
  return own;
}

/** `fetch` with a client certificate, trusting the OP's own certificate. */
export function fetchWith(own: PemFiles | undefined, trusted: PemFiles): client.CustomFetch {
  const dispatcher = new Agent({
    connect: {
      ca: readFileSync(trusted.cert),
      ...(own ? { cert: readFileSync(own.cert), key: readFileSync(own.key) } : {}),
    },
  });
  return ((url: string, init: object) =>
    undiciFetch(url, { ...init, dispatcher } as never)) as unknown as client.CustomFetch;
}

/** openid-client as that console. */
export async function configurationOf(options: {
  issuer: string;
  console: ConsoleUnderTest;
  keys: readonly KeyPair[];
  own: PemFiles | undefined;
  trusted: PemFiles;
}): Promise<client.Configuration> {
  const { console: one, keys } = options;
  const usesTls = one.auth.endsWith("tls_client_auth") || one.binding === "mtls";
  const assertionKey = keys.find(({ alg }) => alg === (one.idTokenAlg ?? "ES256"));
  const authentication: Record<AuthMethod, () => client.ClientAuth> = {
    client_secret_basic: () => client.ClientSecretBasic(clientSecret),
    client_secret_post: () => client.ClientSecretPost(clientSecret),
    private_key_jwt: () =>
      client.PrivateKeyJwt({
        key: assertionKey?.privateKey as CryptoKey,
        kid: assertionKey?.kid ?? "",
      }),
    self_signed_tls_client_auth: client.TlsClientAuth,
    tls_client_auth: client.TlsClientAuth,
  };
  return client.discovery(
    new URL(options.issuer),
    one.id,
    {
      id_token_signed_response_alg: one.idTokenAlg ?? "ES256",
      use_mtls_endpoint_aliases: usesTls,
    },
    authentication[one.auth](),
    {
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
      [client.customFetch]: fetchWith(usesTls ? options.own : undefined, options.trusted),
    },
  );
}

/** A signed authentication request: all parameters inside. */
export async function requestObject(options: {
  issuer: string;
  clientId: string;
  key: KeyPair;
  parameters: Record<string, unknown>;
  claims?: Record<string, unknown>;
  typ?: string;
}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    iss: options.clientId,
    aud: options.issuer,
    iat: now,
    nbf: now,
    exp: now + 120,
    jti: randomToken(16),
    ...options.parameters,
    ...options.claims,
  })
    .setProtectedHeader({
      alg: options.key.alg,
      kid: options.key.kid,
      typ: options.typ ?? "oauth-authz-req+jwt",
    })
    .sign(options.key.privateKey);
}

export interface PingEndpoint {
  url: string;
  pings: { bearer: string; body: Record<string, unknown> }[];
  answer(status: number | "silent"): void;
  /** The ping for that request. */
  ping(authReqId: string): Promise<{ bearer: string; body: Record<string, unknown> }>;
  close(): Promise<void>;
}

/** Stands in for the console's notification endpoint; plain http on loopback. */
export async function startPingEndpoint(): Promise<PingEndpoint> {
  const pings: PingEndpoint["pings"] = [];
  let status: number | "silent" = 204;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    pings.push({
      bearer: (request.headers.authorization ?? "").replace(/^Bearer /, ""),
      body: JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>,
    });
    if (status !== "silent") response.writeHead(status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  return {
    url: `http://127.0.0.1:${address.port}/api/ciba/notification`,
    pings,
    answer(next) {
      status = next;
    },
    async ping(authReqId) {
      for (let tries = 0; tries < 150; tries += 1) {
        const found = pings.find(({ body }) => body.auth_req_id === authReqId);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error("no ping came");
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
