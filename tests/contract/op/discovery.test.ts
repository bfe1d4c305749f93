import { afterAll, beforeAll, expect, it } from "vitest";
import { freshDatabase } from "../../fixtures/postgres.ts";
import { type RunningOp, startOp } from "./op-process.ts";

let op: RunningOp;

beforeAll(async () => {
  op = await startOp({
    database: await freshDatabase(),
    channelUrl: "http://127.0.0.1:9/api/ciba/channel",
  });
});
afterAll(() => op?.remove());

async function read(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

it("each issuer has its own discovery document, whatever host it is called by", async () => {
  for (const issuer of [op.staffIssuer, op.customerIssuer]) {
    const byName = issuer.replace("127.0.0.1", "localhost");
    for (const address of [issuer, byName]) {
      const found = await read(`${address}/.well-known/openid-configuration`);
      expect(found).toMatchObject({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        end_session_endpoint: `${issuer}/session/end`,
        revocation_endpoint: `${issuer}/token/revocation`,
        introspection_endpoint: `${issuer}/token/introspection`,
        backchannel_authentication_endpoint: `${issuer}/backchannel`,
        backchannel_token_delivery_modes_supported: ["poll"],
        id_token_signing_alg_values_supported: ["ES256"],
        code_challenge_methods_supported: ["S256"],
        backchannel_logout_supported: true,
      });
    }
  }
});

it("each issuer has one ES256 key of its own, without its private part, and keeps it", async () => {
  const before = await Promise.all(
    [op.staffIssuer, op.customerIssuer].map((issuer) => read(`${issuer}/jwks`)),
  );
  const kids = before.map((set) => {
    const [key, ...more] = set.keys as Record<string, string>[];
    expect(more).toEqual([]);
    expect(key).toMatchObject({ kty: "EC", crv: "P-256", use: "sig", alg: "ES256" });
    expect(key).not.toHaveProperty("d");
    return key?.kid;
  });
  expect(new Set(kids).size).toBe(2);
  await op.restart();
  const after = await read(`${op.staffIssuer}/jwks`);
  expect(after).toEqual(before[0]);
});

it("prints nothing but its own JSON lines", () => {
  for (const line of op.output().trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("msg");
});

it("says when the database is there, and knows no other path", async () => {
  expect(await read(`${op.baseUrl}/health`)).toEqual({ status: "ok" });
  expect((await fetch(`${op.baseUrl}/`)).status).toBe(404);
  expect((await fetch(`${op.baseUrl}/staff2/jwks`)).status).toBe(404);
});

it("ends in order on SIGTERM", async () => {
  await op.stop("SIGTERM");
  expect(op.output()).toContain("op.stopped");
});
