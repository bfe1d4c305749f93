import * as client from "openid-client";
import { afterEach, beforeAll, expect, it } from "vitest";
import { certificate } from "../bank/fixture/certificates.ts";
import { open, wait } from "./ciba-client.ts";
import { dpop, jwt, ping, selfSigned, signed } from "./console-examples.ts";
import { type ConsoleUnderTest, clientSecret, issuedBy, keyPair } from "./console-fixture.ts";
import {
  ask,
  type ConsoleStand,
  pollAs,
  type RegisteredConsole,
  startConsoleStand,
} from "./console-stand.ts";

let keys: ConsoleStand["keys"];
let certificates: ConsoleStand["certificates"];
beforeAll(async () => {
  keys = { ES256: await keyPair("ES256"), PS256: await keyPair("PS256") };
  const ca = certificate("Countersign test CA");
  certificates = {
    selfSigned: certificate("console"),
    issued: issuedBy(ca, "console"),
    issuedToOther: issuedBy(ca, "another"),
    unknown: certificate("console"),
  };
});

const started: ConsoleStand[] = [];
const start = async (env: Record<string, string>, consoles: RegisteredConsole[] = []) => {
  const other = await startConsoleStand(consoles, env, { certificates, keys });
  started.push(other);
  return other;
};
afterEach(async () => {
  for (const each of started.splice(0)) await each.close();
});

it("OP_LONG_POLL_SECONDS: a poll is held until the decision, or that long", async () => {
  const other = await start({ OP_LONG_POLL_SECONDS: "2" }, [dpop]);
  const config = await other.configure(dpop);
  const { call, response } = await ask(other, config, dpop);
  const begun = Date.now();
  const first = await pollAs(other, config, dpop, response.auth_req_id).catch((error) => error);
  expect(first).toMatchObject({ error: "authorization_pending" });
  expect(Date.now() - begun).toBeGreaterThan(1_800);
  const held = pollAs(other, config, dpop, response.auth_req_id);
  await wait(300);
  await other.decide(call.bearer, "SUCCEED");
  const decided = Date.now();
  expect((await held).id_token).toBeTypeOf("string");
  expect(Date.now() - decided).toBeLessThan(1_000);
});

it("OP_PING_FAILURE=refuse_callback: 400 for the device, as with Keycloak; it is decided", async () => {
  const other = await start({ OP_PING_FAILURE: "refuse_callback" }, [ping]);
  other.ping.answer(500);
  const config = await other.configure(ping);
  const { call, response } = await ask(other, config, ping);
  expect(await other.decide(call.bearer, "SUCCEED")).toEqual({
    status: 400,
    body: {
      error: "invalid_request",
      error_description: "Failed to send request to client notification endpoint",
    },
  });
  expect((await pollAs(other, config, ping, response.auth_req_id)).id_token).toBeTypeOf("string");
});

it("OP_DPOP_NONCE=on: the proof must have the server's nonce, and gets it without slow_down", async () => {
  const other = await start({ OP_DPOP_NONCE: "on" }, [dpop]);
  const config = await other.configure(dpop);
  const { call, response } = await ask(other, config, dpop);
  await other.decide(call.bearer, "SUCCEED");
  const tokens = await pollAs(other, config, dpop, response.auth_req_id);
  expect(tokens.token_type).toBe("dpop");
});

it("the named consoles exist with their settings, sign PS256, and end by such an ID token", async () => {
  const other = await start({
    OP_PING_ENDPOINT: "http://127.0.0.1:9/ping",
    OP_SECRET_CONSOLE_PING: clientSecret,
    OP_SECRET_CONSOLE_DPOP: clientSecret,
    OP_CLIENT_JWKS: JSON.stringify({ keys: [keys.ES256.jwk, keys.PS256.jwk] }),
    OP_MTLS_CERT_FILE: certificates.selfSigned.cert,
    OP_FAPI_BINDING: "mtls",
  });
  const named: ConsoleUnderTest[] = [
    { ...dpop, id: "countersign-console-dpop" },
    { ...signed, id: "countersign-console-jwt", auth: "private_key_jwt" },
    { ...selfSigned, id: "countersign-console-mtls" },
    {
      id: "countersign-console-fapi",
      auth: "private_key_jwt",
      signed: "PS256",
      binding: "mtls",
      delivery: "poll",
      idTokenAlg: "PS256",
    },
  ];
  for (const console of named) {
    const config = await other.configure(console);
    const { call, response } = await ask(other, config, console);
    await other.decide(call.bearer, "SUCCEED");
    const tokens = await pollAs(other, config, console, response.auth_req_id);
    const alg = console.idTokenAlg ?? "ES256";
    expect([console.id, open(tokens.id_token).header.alg]).toEqual([console.id, alg]);
    const ended = await fetch(config.serverMetadata().end_session_endpoint ?? "", {
      method: "POST",
      body: new URLSearchParams({ id_token_hint: tokens.id_token ?? "" }),
    });
    expect(ended.status).toBe(200);
    const after = await client.tokenIntrospection(config, tokens.access_token);
    expect(after.active).toBe(false);
  }
});

it("says everything that does not fit together, and does not start", async () => {
  const failure = await start({
    OP_TLS_PORT: "",
    OP_PING_ENDPOINT: "http://127.0.0.1:9/ping",
    OP_MTLS_CERT_FILE: certificates.unknown.cert,
    OP_FAPI_BINDING: "mtls",
    OP_LONG_POLL_SECONDS: "1",
    OP_CIBA_INTERVAL_SECONDS: "5",
  }).catch((error: Error) => error.message);
  for (const name of [
    "OP_SECRET_CONSOLE_PING is missing",
    "OP_CLIENT_JWKS or OP_CLIENT_JWKS_URI is missing",
    "OP_TLS_PORT is missing beside OP_MTLS_CERT_FILE",
    "OP_LONG_POLL_SECONDS must not be shorter",
  ])
    expect(failure).toContain(name);
});

it("an https issuer: the listener with TLS is the OP, the other stays for the device", async () => {
  const console: ConsoleUnderTest = {
    ...jwt,
    signed: "PS256",
    binding: "mtls",
    idTokenAlg: "PS256",
  };
  const other = await startConsoleStand([console], {}, { certificates, keys, httpsIssuer: true });
  started.push(other);
  const config = await other.configure(console);
  const metadata = config.serverMetadata();
  expect(metadata.issuer).toBe(`${other.tlsBaseUrl}/customers`);
  for (const [name, value] of Object.entries(metadata))
    if (/_endpoint$|_uri$/.test(name)) expect(String(value)).toMatch(/^https:/);
  const { call, response } = await ask(other, config, console);
  await other.decide(call.bearer, "SUCCEED");
  const tokens = await pollAs(other, config, console, response.auth_req_id);
  expect(tokens.claims()).toMatchObject({ iss: metadata.issuer });
});
