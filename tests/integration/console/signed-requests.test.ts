import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JWK, jwtVerify } from "jose";
import { describe, expect, test, vi } from "vitest";
import { type Journey, journey } from "./support/journey.ts";
import { keyFile, keySet, privateKey } from "./support/key-files.ts";
import { clientId } from "./support/stub-op.ts";

const es = await privateKey("ES256", "es");
const ps = await privateKey("PS256", "ps");
const keys = keyFile(keySet(es.jwk, ps.jwk));
const base = {
  CONSOLE_CIBA_AUTH_METHOD: "private_key_jwt",
  CONSOLE_CIBA_KEYS_FILE: keys.path,
};
const form = (body: string) => Object.fromEntries(new URLSearchParams(body));

async function requestIn(j: Journey, body: string) {
  const verified = await jwtVerify(
    form(body).request ?? "",
    createLocalJWKSet((await j.publicKeySet()) as { keys: JWK[] }),
    { issuer: clientId, audience: j.op.issuer, typ: "oauth-authz-req+jwt" },
  );
  return { claims: verified.payload, header: verified.protectedHeader };
}

for (const alg of ["ES256", "PS256"] as const)
  describe(`signed with ${alg}`, async () => {
    vi.resetModules();
    const j = await journey({
      ...base,
      CONSOLE_CIBA_SIGNED_REQUESTS: alg,
      CONSOLE_CIBA_DELIVERY: "ping",
      CONSOLE_CIBA_PROFILE: "keycloak",
    });

    test("everything is inside the JWT, and outside is the client's authentication only", async () => {
      const { sent, orderId } = await j.pending();
      expect(Object.keys(form(sent.body)).sort()).toEqual([
        "client_assertion",
        "client_assertion_type",
        "client_id",
        "request",
      ]);
      const { claims } = await requestIn(j, sent.body);
      expect(Object.keys(claims).sort()).toEqual([
        "aud",
        "binding_message",
        "client_notification_token",
        "exp",
        "iat",
        "iss",
        "jti",
        "login_hint",
        "nbf",
        "request_context",
        "requested_expiry",
        "scope",
      ]);
      expect(claims).toMatchObject({
        scope: "openid transfers:write",
        login_hint: "alice",
        binding_message: "500.00EUR-7K2M9Q",
        request_context: JSON.stringify({ order: orderId, digest: "d".repeat(43) }),
      });
    });

    test("typ, alg, kid, iss, aud, iat, nbf and exp are as FAPI-CIBA has them", async () => {
      const { sent } = await j.pending();
      const { claims, header } = await requestIn(j, sent.body);
      expect(header).toEqual({
        alg,
        kid: alg === "ES256" ? "es" : "ps",
        typ: "oauth-authz-req+jwt",
      });
      const now = Math.floor(Date.now() / 1000);
      expect(claims.iss).toBe(clientId);
      expect(claims.aud).toBe(j.op.issuer);
      expect(Math.abs((claims.iat ?? 0) - now)).toBeLessThan(10);
      expect(claims.nbf).toBe(claims.iat);
      expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBeGreaterThan(0);
      expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBeLessThanOrEqual(300);
    });

    test("jti is another in each request", async () => {
      const sent = [await j.pending(), await j.pending(), await j.pending()];
      const ids = await Promise.all(
        sent.map(async (each) => (await requestIn(j, each.sent.body)).claims.jti),
      );
      expect(new Set(ids).size).toBe(3);
      expect(ids.every((id) => (id?.length ?? 0) >= 16)).toBe(true);
    });
  });

describe("signed, with client_secret_basic", async () => {
  vi.resetModules();
  const j = await journey({
    CONSOLE_CIBA_KEYS_FILE: keys.path,
    CONSOLE_CIBA_SIGNED_REQUESTS: "ES256",
  });
  test("the body holds the JWT and the client id, nothing else", async () => {
    const { sent } = await j.pending();
    expect(Object.keys(form(sent.body)).sort()).toEqual(["client_id", "request"]);
    expect(sent.headers.authorization).toMatch(/^Basic /);
  });
  test("the poll is signed nowhere: it has the auth_req_id and the grant type", async () => {
    const { requestId, authReqId } = await j.pending();
    await j.poll(requestId);
    expect(form(j.op.polls()[0]?.body ?? "")).toEqual({
      auth_req_id: authReqId,
      grant_type: "urn:openid:params:grant-type:ciba",
    });
  });
});

describe("a key of the wanted algorithm that is missing", async () => {
  vi.resetModules();
  const only = keyFile(keySet(es.jwk));
  const j = await journey({
    ...base,
    CONSOLE_CIBA_KEYS_FILE: only.path,
    CONSOLE_CIBA_SIGNED_REQUESTS: "PS256",
  });
  test("asks nobody: the request fails, and nothing was sent", async () => {
    const view = await j.send(await j.ready(j.ctx));
    expect(view.state).toBe("failed");
    expect(j.op.asked()).toHaveLength(0);
  });
});

describe("a login_hint_token", async () => {
  vi.resetModules();
  const j = await journey({ ...base, CONSOLE_CIBA_HINT: "login_hint_token" });
  test("is the one hint that is sent, signed by us for the OP, short-lived", async () => {
    const { sent } = await j.pending();
    const body = form(sent.body);
    expect(body).not.toHaveProperty("login_hint");
    expect(body).not.toHaveProperty("id_token_hint");
    const { payload } = await jwtVerify(
      body.login_hint_token ?? "",
      createLocalJWKSet((await j.publicKeySet()) as { keys: JWK[] }),
      { issuer: clientId, audience: j.op.issuer },
    );
    expect(payload.subject).toEqual({ format: "opaque", id: "alice" });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(300);
    expect(payload.jti?.length).toBeGreaterThanOrEqual(16);
    expect(decodeProtectedHeader(body.login_hint_token ?? "").typ).not.toBe("oauth-authz-req+jwt");
  });
});

for (const signed of ["off", "ES256"])
  describe(`the Auth0 profile, signed requests ${signed}`, async () => {
    vi.resetModules();
    const j = await journey({
      ...base,
      CONSOLE_CIBA_PROFILE: "auth0",
      CONSOLE_CIBA_SIGNED_REQUESTS: signed,
    });
    test("names the customer by issuer and sub, and sends the order as authorization_details", async () => {
      const { sent, customerSub, orderId } = await j.pending();
      const body = form(sent.body);
      const parameters: Record<string, unknown> =
        signed === "off" ? body : decodeJwt(body.request ?? "");
      expect(JSON.parse(String(parameters.login_hint))).toEqual({
        format: "iss_sub",
        iss: j.op.issuer,
        sub: customerSub,
      });
      expect(parameters).not.toHaveProperty("request_context");
      const details = parameters.authorization_details;
      expect(signed === "off" ? JSON.parse(String(details)) : details).toEqual([
        { type: "countersign_order", order: orderId, digest: "d".repeat(43) },
      ]);
    });
  });

describe("unsigned", async () => {
  vi.resetModules();
  const j = await journey({ CONSOLE_CIBA_PROFILE: "generic" });
  test("the generic profile sends a fixed set of parameters and one hint", async () => {
    const { sent } = await j.pending();
    expect(Object.keys(form(sent.body)).sort()).toEqual([
      "binding_message",
      "client_id",
      "login_hint",
      "request_context",
      "requested_expiry",
      "scope",
    ]);
  });
});
