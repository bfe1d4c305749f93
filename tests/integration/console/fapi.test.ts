import { spawn } from "node:child_process";
import { describe, expect, test, vi } from "vitest";
import { certificate } from "#tests/contract/bank/fixture/certificates.ts";
import { journey, pem } from "./support/journey.ts";
import { keyFile, keySet, privateKey } from "./support/key-files.ts";

const secret = "s".repeat(32);
/** Settings of a console that is sound but for FAPI-CIBA: what `npm start` has. */
const plain = {
  COUNTERSIGN_ZONE: "console",
  COUNTERSIGN_LOG_LEVEL: "silent",
  CONSOLE_PUBLIC_URL: "http://localhost:4400",
  CONSOLE_DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
  CONSOLE_STAFF_ISSUER: "http://id.localhost:4402/staff",
  CONSOLE_STAFF_CLIENT_ID: "staff",
  CONSOLE_STAFF_CLIENT_SECRET: secret,
  CONSOLE_CUSTOMER_ISSUER: "http://id.localhost:4402/customers",
  CONSOLE_CIBA_CLIENT_ID: "countersign-console",
  CONSOLE_CIBA_CLIENT_SECRET: secret,
  CONSOLE_CIBA_PROFILE: "keycloak",
  CONSOLE_BANK_URL: "http://127.0.0.1:4403",
  CONSOLE_DEVICE_URL: "http://127.0.0.1:4401",
  CONSOLE_PHONE_URL: "http://phone.localhost:4401",
  CONSOLE_SEALING_KEYS: `t1:${Buffer.alloc(32, 1).toString("base64url")}`,
  CONSOLE_AUTH_SECRET: secret,
};

async function faultsOf(settings: Record<string, string>): Promise<string[]> {
  vi.resetModules();
  for (const name of Object.keys(process.env))
    if (/^(CONSOLE|COUNTERSIGN)_/.test(name)) vi.stubEnv(name, "");
  for (const [name, value] of Object.entries({ ...plain, ...settings })) vi.stubEnv(name, value);
  const { consoleConfig } = await import("#lib/platform/config/console.ts");
  try {
    consoleConfig();
    return [];
  } catch (error) {
    return [...(error as { faults: string[] }).faults];
  } finally {
    vi.unstubAllEnvs();
  }
}

const strong = {
  COUNTERSIGN_PROFILE: "fapi-ciba",
  CONSOLE_CUSTOMER_ISSUER: "https://op.example/realms/customers",
  CONSOLE_BANK_URL: "https://bank.example",
  CONSOLE_CIBA_AUTH_METHOD: "private_key_jwt",
  CONSOLE_CIBA_CLIENT_SECRET: "",
  CONSOLE_CIBA_KEYS_FILE: "/keys.json",
  CONSOLE_CIBA_SIGNED_REQUESTS: "PS256",
  CONSOLE_CIBA_TOKEN_BINDING: "dpop",
  CONSOLE_DPOP_KEYS_FILE: "/dpop.json",
  CONSOLE_CIBA_ID_TOKEN_ALG: "PS256",
};

describe("with COUNTERSIGN_PROFILE=fapi-ciba the console refuses to boot", () => {
  test("with the plain settings: every weakness at once", async () => {
    expect(
      await faultsOf({ COUNTERSIGN_PROFILE: "fapi-ciba", CONSOLE_CIBA_DELIVERY: "push" }),
    ).toMatchInlineSnapshot(`
      [
        "CONSOLE_CIBA_AUTH_METHOD must be private_key_jwt, tls_client_auth or self_signed_tls_client_auth (COUNTERSIGN_PROFILE=fapi-ciba)",
        "CONSOLE_CIBA_SIGNED_REQUESTS must be PS256 or ES256 (COUNTERSIGN_PROFILE=fapi-ciba)",
        "CONSOLE_CIBA_DELIVERY must not be push (COUNTERSIGN_PROFILE=fapi-ciba)",
        "CONSOLE_CIBA_TOKEN_BINDING must be mtls or dpop: bearer tokens are not sender-constrained (COUNTERSIGN_PROFILE=fapi-ciba)",
        "CONSOLE_CUSTOMER_ISSUER must be https (TLS 1.2 or later) (COUNTERSIGN_PROFILE=fapi-ciba)",
        "CONSOLE_BANK_URL must be https (TLS 1.2 or later) (COUNTERSIGN_PROFILE=fapi-ciba)",
      ]
    `);
  });

  test.each([
    [
      "a shared secret",
      { CONSOLE_CIBA_AUTH_METHOD: "client_secret_basic", CONSOLE_CIBA_CLIENT_SECRET: secret },
      /AUTH_METHOD must be/,
    ],
    [
      "a shared secret in the body",
      { CONSOLE_CIBA_AUTH_METHOD: "client_secret_post", CONSOLE_CIBA_CLIENT_SECRET: secret },
      /AUTH_METHOD must be/,
    ],
    ["unsigned requests", { CONSOLE_CIBA_SIGNED_REQUESTS: "off" }, /SIGNED_REQUESTS must be/],
    ["push", { CONSOLE_CIBA_DELIVERY: "push" }, /DELIVERY must not be push/],
    ["bearer tokens", { CONSOLE_CIBA_TOKEN_BINDING: "bearer" }, /TOKEN_BINDING must be/],
    [
      "an OP without TLS",
      { CONSOLE_CUSTOMER_ISSUER: "http://op.example" },
      /CUSTOMER_ISSUER must be https/,
    ],
    ["a bank without TLS", { CONSOLE_BANK_URL: "http://bank.example" }, /BANK_URL must be https/],
    ["signed requests without keys", { CONSOLE_CIBA_KEYS_FILE: "" }, /KEYS_FILE is missing/],
    ["DPoP without keys", { CONSOLE_DPOP_KEYS_FILE: "" }, /DPOP_KEYS_FILE is missing/],
    ["mTLS without a certificate", { CONSOLE_CIBA_TOKEN_BINDING: "mtls" }, /TLS_CERT_FILE/],
    [
      "an algorithm that FAPI does not have",
      { CONSOLE_CIBA_SIGNED_REQUESTS: "RS256" },
      /SIGNED_REQUESTS/,
    ],
    [
      "an ID Token algorithm that FAPI does not have",
      { CONSOLE_CIBA_ID_TOKEN_ALG: "RS256" },
      /ID_TOKEN_ALG/,
    ],
  ])("with %s", async (_what, weak, sentence) => {
    const faults = await faultsOf({ ...strong, ...weak });
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join("\n")).toMatch(sentence);
  });

  test("a setting that is missing does not hide the weaknesses", async () => {
    const faults = await faultsOf({
      COUNTERSIGN_PROFILE: "fapi-ciba",
      CONSOLE_AUTH_SECRET: "",
      CONSOLE_STAFF_CLIENT_SECRET: "short",
    });
    expect(faults).toContain("CONSOLE_AUTH_SECRET is missing");
    expect(faults.join("\n")).toMatch(/STAFF_CLIENT_SECRET: must have 16/);
    expect(faults.join("\n")).toMatch(/TOKEN_BINDING must be mtls or dpop/);
    expect(faults.join("\n")).not.toContain("short");
  });

  test("the engine's process ends at once, with the whole list and no value of a setting", async () => {
    const engine = spawn(process.execPath, ["lib/console/engine/main.ts"], {
      env: { ...process.env, ...plain, COUNTERSIGN_PROFILE: "fapi-ciba" },
    });
    let said = "";
    for (const stream of [engine.stdout, engine.stderr])
      stream.on("data", (chunk) => (said += chunk));
    const code = await new Promise((ended) => engine.on("exit", ended));
    expect(code).not.toBe(0);
    for (const name of ["AUTH_METHOD", "SIGNED_REQUESTS", "TOKEN_BINDING", "ISSUER", "BANK_URL"])
      expect(said).toContain(name);
    expect(said).not.toContain(secret);
  });
});

describe("with everything as FAPI-CIBA has it", () => {
  test.each([
    ["private_key_jwt and DPoP", {}],
    ["ping", { CONSOLE_CIBA_DELIVERY: "ping" }],
    ["ES256", { CONSOLE_CIBA_SIGNED_REQUESTS: "ES256", CONSOLE_CIBA_ID_TOKEN_ALG: "ES256" }],
    [
      "a client certificate",
      {
        CONSOLE_CIBA_AUTH_METHOD: "tls_client_auth",
        CONSOLE_CIBA_TOKEN_BINDING: "mtls",
        CONSOLE_CIBA_TLS_CERT_FILE: "/cert.pem",
        CONSOLE_CIBA_TLS_KEY_FILE: "/key.pem",
      },
    ],
  ])("(%s) the configuration is taken", async (_what, settings) => {
    expect(await faultsOf({ ...strong, ...settings })).toEqual([]);
  });

  test("and without the profile the plain one is", async () => {
    expect(await faultsOf({})).toEqual([]);
  });
});

describe("a console under FAPI-CIBA", async () => {
  vi.resetModules();
  const server = certificate("localhost");
  const own = certificate("console-one");
  const keys = await privateKey("PS256", "p1");
  const j = await journey(
    {
      COUNTERSIGN_PROFILE: "fapi-ciba",
      CONSOLE_CIBA_CLIENT_SECRET: "",
      CONSOLE_CIBA_AUTH_METHOD: "private_key_jwt",
      CONSOLE_CIBA_KEYS_FILE: keyFile(keySet(keys.jwk)).path,
      CONSOLE_CIBA_SIGNED_REQUESTS: "PS256",
      CONSOLE_CIBA_TOKEN_BINDING: "mtls",
      CONSOLE_CIBA_TLS_CERT_FILE: own.cert,
      CONSOLE_CIBA_TLS_KEY_FILE: own.key,
      CONSOLE_TLS_CA_FILE: server.cert,
    },
    { tls: pem(server) },
  );
  test("asks, polls and executes, all of it over TLS with its certificate", async () => {
    const request = await j.pending();
    expect(Object.keys(Object.fromEntries(new URLSearchParams(request.sent.body))).sort()).toEqual([
      "client_assertion",
      "client_assertion_type",
      "client_id",
      "request",
    ]);
    j.op.script.poll = () => j.op.approve(request.customerSub);
    await j.poll(request.requestId);
    await j.execute(request.requestId);
    expect((await j.row(request.requestId)).execution).toBe("executed");
    for (const one of [...j.op.received, ...j.bank.received])
      expect(one.certificate).toBe("console-one");
  });
});

for (const suffix of ["/", "/tenants/customers/", "/tenants/customers"])
  describe(`an issuer that ends with "${suffix}"`, async () => {
    vi.resetModules();
    const j = await journey({}, { issuerSuffix: suffix });
    const other = suffix.endsWith("/") ? j.op.issuer.slice(0, -1) : `${j.op.issuer}/`;

    test("works, and its ID Tokens are believed", async () => {
      const request = await j.pending();
      j.op.script.poll = () => j.op.approve(request.customerSub);
      await j.poll(request.requestId);
      expect((await j.row(request.requestId)).state).toBe("granted");
    });

    test("is compared exactly: with or without the slash it is another", async () => {
      const request = await j.pending();
      j.op.script.poll = () => j.op.approve(request.customerSub, { iss: other });
      await j.poll(request.requestId);
      expect((await j.row(request.requestId)).failureReason).toBe("token_invalid");
    });
  });

describe("an OP that names itself with another issuer than the configured one", async () => {
  vi.resetModules();
  const j = await journey({}, { issuerSuffix: "/" });
  test.each([
    ["without the slash", (issuer: string) => issuer.slice(0, -1)],
    ["of another host", () => "http://elsewhere.example/"],
  ])("(%s) is asked nothing", async (_what, named) => {
    j.op.script.metadata = { issuer: named(j.op.issuer) };
    const view = await j.send(await j.ready(j.ctx));
    expect(view.state).toBe("failed");
    expect(j.op.asked()).toHaveLength(0);
  });
});
