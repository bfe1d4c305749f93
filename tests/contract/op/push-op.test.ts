import { createHash } from "node:crypto";
import { createRemoteJWKSet, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterEach, expect, it } from "vitest";
import { open } from "./ciba-client.ts";
import { clientSecret, startPingEndpoint } from "./console-fixture.ts";
import { startPushOp } from "./push-op.ts";
import type { PushFault } from "./push-tokens.ts";

const clientId = "countersign-console";
const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.close();
});

async function start() {
  const endpoint = await startPingEndpoint();
  const op = await startPushOp({
    notificationEndpoint: endpoint.url,
    clientId,
    clientSecret,
    subOf: (hint) => (hint === "nobody" ? undefined : `sub-of-${hint}`),
  });
  started.push(endpoint, op);
  const config = await client.discovery(
    new URL(op.issuer),
    clientId,
    { client_secret: clientSecret },
    client.ClientSecretBasic(clientSecret),
    { execute: [client.allowInsecureRequests] },
  );
  const ask = (hint = "alice") =>
    client.initiateBackchannelAuthentication(config, {
      scope: "openid",
      login_hint: hint,
      client_notification_token: "token-of-this-request",
    });
  return { ask, config, endpoint, op };
}

const half = (value: unknown) =>
  createHash("sha256").update(String(value)).digest().subarray(0, 16).toString("base64url");

it("pushes what the specification asks for", async () => {
  const { ask, endpoint, op } = await start();
  const { auth_req_id } = await ask();
  expect((await op.push(await op.request())).status).toBe(204);
  const { bearer, body } = await endpoint.ping(auth_req_id);
  expect(bearer).toBe("token-of-this-request");
  const { payload } = await jwtVerify(
    String(body.id_token),
    createRemoteJWKSet(new URL(`${op.issuer}/jwks`)),
    { issuer: op.issuer, audience: clientId },
  );
  expect(payload).toMatchObject({
    sub: "sub-of-alice",
    at_hash: half(body.access_token),
    "urn:openid:params:jwt:claim:rt_hash": half(body.refresh_token),
    "urn:openid:params:jwt:claim:auth_req_id": auth_req_id,
  });
});

it.each<[PushFault, string]>([
  ["wrong_at_hash", "at_hash"],
  ["wrong_rt_hash", "urn:openid:params:jwt:claim:rt_hash"],
  ["wrong_auth_req_id_claim", "urn:openid:params:jwt:claim:auth_req_id"],
  ["wrong_iss", "iss"],
  ["wrong_aud", "aud"],
  ["wrong_sub", "sub"],
])("%s spoils %s alone", async (fault, claim) => {
  const { ask, endpoint, op } = await start();
  await ask();
  const request = await op.request();
  await op.push(request, { refreshToken: true });
  await op.push(request, { fault });
  const [right, wrong] = endpoint.pings.map(({ body }) => ({
    body,
    claims: open(body.id_token).claims as Record<string, unknown>,
  }));
  const expected: Record<string, unknown> = {
    at_hash: half(wrong?.body.access_token),
    "urn:openid:params:jwt:claim:rt_hash": half(wrong?.body.refresh_token),
  };
  for (const name of Object.keys(right?.claims ?? {}))
    if (!["iat", "exp", "auth_time", "jti"].includes(name)) {
      const value = expected[name] ?? right?.claims[name];
      if (name === claim) expect(wrong?.claims[name]).not.toEqual(value);
      else expect(wrong?.claims[name]).toEqual(value);
    }
});

it("early, replayed, duplicate, late and error pushes", async () => {
  const { ask, endpoint, op } = await start();
  const early = op.early();
  const acknowledged = ask();
  expect((await early).status).toBe(204);
  expect(endpoint.pings[0]?.body.auth_req_id).toBe((await acknowledged).auth_req_id);
  await op.replay();
  expect(endpoint.pings[1]).toEqual(endpoint.pings[0]);
  const request = await op.request();
  expect((await op.duplicate(request, 3)).map(({ status }) => status)).toEqual([204, 204, 204]);
  expect(endpoint.pings[4]).toEqual(endpoint.pings[2]);
  const begun = Date.now();
  await op.push(request, { afterMs: 200 });
  expect(Date.now() - begun).toBeGreaterThan(190);
  await op.pushError(request, "access_denied");
  expect(endpoint.pings[6]?.body).toMatchObject({
    auth_req_id: request.authReqId,
    error: "access_denied",
  });
});

it("is an OP beside that: client, unknown users, own tokens, no polls", async () => {
  const { ask, config, op } = await start();
  await expect(ask("nobody")).rejects.toMatchObject({ error: "unknown_user_id" });
  const own = await client.clientCredentialsGrant(config, { scope: "bank:console" });
  expect(open(own.access_token).claims).toMatchObject({ aud: "bank-api", azp: clientId });
  await expect(
    client.genericGrantRequest(config, "urn:openid:params:grant-type:ciba", { auth_req_id: "x" }),
  ).rejects.toMatchObject({ error: "unauthorized_client" });
  await client.tokenRevocation(config, own.access_token);
  expect(op.revoked).toEqual([own.access_token]);
  const wrong = await fetch(`${op.issuer}/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials", client_secret: "no" }),
  });
  expect(wrong.status).toBe(401);
});
