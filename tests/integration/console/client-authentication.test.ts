import { copyFileSync, utimesSync, writeFileSync } from "node:fs";
import { createLocalJWKSet, decodeProtectedHeader, type JWK, jwtVerify } from "jose";
import { describe, expect, test, vi } from "vitest";
import { certificate } from "#tests/contract/bank/fixture/certificates.ts";
import type { Received } from "./support/http-stub.ts";
import { type Journey, journey, pem } from "./support/journey.ts";
import { keyFile, keySet, privateKey } from "./support/key-files.ts";
import { keepLogLines } from "./support/log-lines.ts";
import { clientId } from "./support/stub-op.ts";

const logged = keepLogLines();
const secret = "a secret: of 100% & more";
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** One whole request at the OP: asked, polled, executed, tokens ended. What the OP was sent. */
async function wholeLife(
  j: Journey,
): Promise<Record<"ciba" | "token" | "own" | "revoke", Received>> {
  j.forgetOwnTokens();
  const request = await j.pending();
  j.op.script.poll = () => j.op.approve(request.customerSub);
  await j.poll(request.requestId);
  await j.execute(request.requestId);
  await j.finish(request.requestId);
  expect((await j.row(request.requestId)).execution).toBe("executed");
  const sentTo = (end: string, holds: (body: string) => boolean = () => true) =>
    j.op.received.findLast((one) => one.path.endsWith(end) && holds(one.body)) as Received;
  return {
    ciba: request.sent,
    token: sentTo("/token", (body) => body.includes("grant-type%3Aciba")),
    own: sentTo("/token", (body) => body.includes("client_credentials")),
    revoke: sentTo("/revoke"),
  };
}
const form = (one: Received) => Object.fromEntries(new URLSearchParams(one.body));

describe("client_secret_basic", async () => {
  const j = await journey({ CONSOLE_CIBA_CLIENT_SECRET: secret });
  test("the secret is in the header of every call and in no body", async () => {
    for (const sent of Object.values(await wholeLife(j))) {
      const [scheme, credentials] = (sent.headers.authorization ?? "").split(" ");
      expect(scheme).toBe("Basic");
      // RFC 6749 §2.3.1: both parts form-encoded before they are joined.
      expect(Buffer.from(credentials ?? "", "base64").toString()).toBe(
        `${encodeURIComponent(clientId).replaceAll("-", "%2D")}:a+secret%3A+of+100%25+%26+more`,
      );
      expect(form(sent)).not.toHaveProperty("client_secret");
      expect(form(sent)).not.toHaveProperty("client_assertion");
    }
  });
});

describe("client_secret_post", async () => {
  vi.resetModules();
  const j = await journey({
    CONSOLE_CIBA_AUTH_METHOD: "client_secret_post",
    CONSOLE_CIBA_CLIENT_SECRET: secret,
  });
  test("the secret is in the body of every call and in no header", async () => {
    for (const sent of Object.values(await wholeLife(j))) {
      expect(sent.headers.authorization).toBeUndefined();
      expect(form(sent)).toMatchObject({ client_id: clientId, client_secret: secret });
    }
  });
});

/** What an OP checks of an assertion, with the key set that the console publishes. */
async function assertionIn(j: Journey, sent: Received) {
  expect(sent.headers.authorization).toBeUndefined();
  const body = form(sent);
  expect(body.client_assertion_type).toBe(assertionType);
  expect(body).not.toHaveProperty("client_secret");
  const assertion = body.client_assertion ?? "";
  const { payload, protectedHeader } = await jwtVerify(
    assertion,
    createLocalJWKSet(await j.publicKeySet()),
    { issuer: clientId, subject: clientId, audience: j.op.issuer },
  );
  const { iat = 0, exp = 0, jti = "" } = payload;
  expect([payload.aud].flat()).toEqual([j.op.issuer]);
  expect(exp - iat).toBeLessThanOrEqual(120);
  expect(jti.length).toBeGreaterThanOrEqual(16);
  return { kid: protectedHeader.kid, alg: protectedHeader.alg, jti };
}

describe("private_key_jwt with ES256 keys of a JWK Set", async () => {
  vi.resetModules();
  const [first, second] = [await privateKey("ES256", "2026a"), await privateKey("ES256", "2026b")];
  const file = keyFile(keySet(first.jwk, second.jwk));
  const j = await journey({
    CONSOLE_CIBA_AUTH_METHOD: "private_key_jwt",
    CONSOLE_CIBA_KEYS_FILE: file.path,
    COUNTERSIGN_LOG_LEVEL: "error",
  });
  const { GET } = await import("#app/api/ciba/jwks/route.ts");
  await GET();

  test("each call has its own assertion by the first key, short-lived, for the issuer", async () => {
    const assertions = await Promise.all(
      Object.values(await wholeLife(j)).map((sent) => assertionIn(j, sent)),
    );
    expect(new Set(assertions.map(({ jti }) => jti)).size).toBe(4);
    expect(assertions.every(({ kid, alg }) => kid === "2026a" && alg === "ES256")).toBe(true);
  });

  test("the published key set has all public halves and nothing private", async () => {
    const response = await GET();
    expect(response.status).toBe(200);
    const { keys } = (await response.json()) as { keys: JWK[] };
    expect(keys).toEqual(
      [first, second].map(({ jwk: { kty, crv, x, y, kid } }) => ({
        kty,
        crv,
        x,
        y,
        kid,
        alg: "ES256",
        use: "sig",
      })),
    );
    expect(await j.publicKeySet()).toEqual({ keys });
  });

  test("keys are rotated by writing the file: no restart, the old key still published", async () => {
    file.write(keySet(second.jwk, first.jwk));
    const { ciba, token } = await wholeLife(j);
    expect((await assertionIn(j, ciba)).kid).toBe("2026b");
    expect((await assertionIn(j, token)).kid).toBe("2026b");
    file.write(keySet(second.jwk));
    expect((await j.publicKeySet()).keys.map(({ kid }) => kid)).toEqual(["2026b"]);
  });

  test.each([
    ["half a file", (text: string) => text.slice(0, text.length / 2)],
    ["nothing", () => ""],
    ["no keys", () => keySet()],
    ["public keys only", () => keySet({ ...first.jwk, d: undefined } as never)],
    ["a key of a curve that we do not sign with", () => keySet({ ...first.jwk, crv: "P-384" })],
    ["a PEM that is none", () => "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"],
  ])("%s instead of keys: the old ones stay in use, and it is logged", async (_what, broken) => {
    file.write(keySet(second.jwk));
    await j.publicKeySet();
    logged.splice(0);
    file.write(broken(keySet(first.jwk)));
    const keys = await j.publicKeySet();
    expect(keys.keys.map(({ kid }) => kid)).toEqual(["2026b"]);
    expect((await assertionIn(j, (await wholeLife(j)).ciba)).kid).toBe("2026b");
    expect(logged.join("")).toContain("keys.not-");
    expect(logged.join("")).not.toContain(second.jwk.d as string);
    // The right file comes: it is taken at once.
    file.write(keySet(first.jwk));
    expect((await assertionIn(j, (await wholeLife(j)).ciba)).kid).toBe("2026a");
  });
});

describe("private_key_jwt with a PS256 key of a PEM file", async () => {
  vi.resetModules();
  const [first, second] = [await privateKey("PS256"), await privateKey("PS256")];
  const file = keyFile(first.pem);
  const j = await journey({
    CONSOLE_CIBA_AUTH_METHOD: "private_key_jwt",
    CONSOLE_CIBA_KEYS_FILE: file.path,
  });

  test("signs with PS256 and the thumbprint as key id", async () => {
    const sent = Object.values(await wholeLife(j));
    const assertions = await Promise.all(sent.map((one) => assertionIn(j, one)));
    expect(new Set(assertions.map(({ alg }) => alg))).toEqual(new Set(["PS256"]));
    expect(new Set(assertions.map(({ kid }) => kid)).size).toBe(1);
    expect(assertions[0]?.kid).toMatch(/^[\w-]{43}$/);
    const [published] = (await j.publicKeySet()).keys;
    expect(Object.keys(published ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });

  test("is rotated by writing the file", async () => {
    const before = decodeProtectedHeader(form((await wholeLife(j)).ciba).client_assertion ?? "");
    file.write(second.pem);
    const after = await assertionIn(j, (await wholeLife(j)).ciba);
    expect(after.kid).not.toBe(before.kid);
  });
});

for (const method of ["tls_client_auth", "self_signed_tls_client_auth"] as const)
  describe(method, async () => {
    vi.resetModules();
    const server = certificate("localhost");
    const [own, next] = [certificate("console-one"), certificate("console-two")];
    const j = await journey(
      {
        CONSOLE_CIBA_AUTH_METHOD: method,
        CONSOLE_CIBA_TLS_CERT_FILE: own.cert,
        CONSOLE_CIBA_TLS_KEY_FILE: own.key,
        CONSOLE_TLS_CA_FILE: server.cert,
      },
      { tls: pem(server) },
    );
    j.op.script.metadata = {
      mtls_endpoint_aliases: {
        token_endpoint: `${j.op.url}/mtls/token`,
        backchannel_authentication_endpoint: `${j.op.url}/mtls/ciba`,
        revocation_endpoint: `${j.op.url}/mtls/revoke`,
      },
    };

    test("every call shows the certificate and the client id, at the addresses for mTLS", async () => {
      for (const sent of Object.values(await wholeLife(j))) {
        expect(sent.certificate).toBe("console-one");
        expect(sent.path).toMatch(/^\/mtls\//);
        expect(sent.headers.authorization).toBeUndefined();
        expect(form(sent)).toMatchObject({ client_id: clientId });
        expect(form(sent)).not.toHaveProperty("client_assertion");
        expect(form(sent)).not.toHaveProperty("client_secret");
      }
      // Keys are read and sessions ended over the same trust: a private CA is enough for all.
      expect(j.op.received.some((one) => one.path === "/jwks")).toBe(true);
      expect(j.op.script.ended).toHaveLength(1);
    });

    test("certificate and key are rotated by writing the files, half-written ones change nothing", async () => {
      const later = (file: string, seconds: number) =>
        utimesSync(file, Date.now() / 1000 + seconds, Date.now() / 1000 + seconds);
      copyFileSync(next.cert, own.cert);
      later(own.cert, 10);
      // The new certificate with the old key: not a pair, the old ones stay in use.
      expect((await wholeLife(j)).ciba.certificate).toBe("console-one");
      copyFileSync(next.key, own.key);
      later(own.key, 20);
      expect((await wholeLife(j)).ciba.certificate).toBe("console-two");
      writeFileSync(own.cert, "-----BEGIN CERTIFICATE-----\n");
      later(own.cert, 30);
      expect((await wholeLife(j)).ciba.certificate).toBe("console-two");
    });
  });

test("an OP whose certificate nobody vouches for is not spoken to: nothing is asked", async () => {
  vi.resetModules();
  const j = await journey({}, { tls: pem(certificate("localhost")) });
  const input = await j.ready(j.ctx);
  const view = await j.send(input);
  expect(view.state).toBe("failed");
  expect(j.op.received).toHaveLength(0);
});
