import * as client from "openid-client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { open } from "./ciba-client.ts";
import { dpop, issued, mtls, ping, selfSigned } from "./console-examples.ts";
import { type ConsoleUnderTest, fetchWith } from "./console-fixture.ts";
import {
  ask,
  type ConsoleStand,
  parametersOf,
  pollAs,
  startConsoleStand,
} from "./console-stand.ts";

let stand: ConsoleStand;
beforeAll(async () => {
  stand = await startConsoleStand([dpop, mtls, selfSigned, issued, ping]);
});
afterAll(() => stand?.close());

beforeEach(() => stand.ping.answer(204));

describe("a proof that is missing costs neither an interval nor the approval", () => {
  it("DPoP", async () => {
    const config = await stand.configure(dpop);
    const { call, response } = await ask(stand, config, dpop);
    await stand.decide(call.bearer, "SUCCEED");
    const bare = { ...dpop, binding: "bearer" as const };
    await expect(pollAs(stand, config, bare, response.auth_req_id)).rejects.toMatchObject({
      error: "invalid_grant",
    });
    const tokens = await pollAs(stand, config, dpop, response.auth_req_id);
    expect(tokens.token_type).toBe("dpop");
    const { active, token_type } = await client.tokenIntrospection(config, tokens.access_token);
    expect({ active, token_type }).toEqual({ active: true, token_type: "DPoP" });
  });

  it("client certificate", async () => {
    const config = await stand.configure(mtls);
    const { call, response } = await ask(stand, config, mtls);
    await stand.decide(call.bearer, "SUCCEED");
    const bare = await stand.configure({ ...mtls, binding: "bearer" });
    await expect(pollAs(stand, bare, mtls, response.auth_req_id)).rejects.toMatchObject({
      error: "invalid_grant",
    });
    expect((await pollAs(stand, config, mtls, response.auth_req_id)).access_token).toBeTypeOf(
      "string",
    );
  });

  it("also the service's own tokens are bound", async () => {
    const grant = async (console: ConsoleUnderTest, options?: client.DPoPOptions) =>
      client.clientCredentialsGrant(
        await stand.configure(console),
        { scope: "bank:console" },
        options,
      );
    await expect(grant(dpop)).rejects.toMatchObject({ error: "invalid_grant" });
    const DPoP = client.getDPoPHandle(await stand.configure(dpop), stand.dpopKey);
    expect(open((await grant(dpop, { DPoP })).access_token).claims.cnf).toHaveProperty("jkt");
    expect(open((await grant(mtls)).access_token).claims.cnf).toHaveProperty("x5t#S256");
  });
});

describe("client certificates", () => {
  it.each([
    ["self-signed", selfSigned],
    ["of the CA", issued],
  ])("%s: another certificate, or none, is refused", async (_name, console) => {
    const config = await stand.configure(console);
    expect((await ask(stand, config, console)).response.auth_req_id).toBeTypeOf("string");
    for (const name of ["unknown", "issuedToOther"] as const) {
      const other = await stand.configure(console, stand.certificates[name]);
      await expect(ask(stand, other, console)).rejects.toMatchObject({ error: "invalid_client" });
    }
    const none = await stand.configure({ ...console, auth: "client_secret_post" });
    await expect(ask(stand, none, console)).rejects.toMatchObject({ error: "invalid_client" });
  });

  it("the metadata names the endpoints that ask for one", async () => {
    const metadata = (await stand.configure(mtls)).serverMetadata();
    const base = `${stand.tlsBaseUrl}/customers`;
    expect(metadata).toMatchObject({
      issuer: stand.op.customerIssuer,
      tls_client_certificate_bound_access_tokens: true,
      mtls_endpoint_aliases: {
        token_endpoint: `${base}/token`,
        backchannel_authentication_endpoint: `${base}/backchannel`,
      },
      dpop_signing_alg_values_supported: ["ES256", "PS256"],
      backchannel_token_delivery_modes_supported: ["poll", "ping"],
      backchannel_authentication_request_signing_alg_values_supported: ["ES256", "PS256"],
      token_endpoint_auth_signing_alg_values_supported: ["ES256", "PS256"],
      authorization_details_types_supported: ["countersign_order"],
    });
    const trusting = fetchWith(undefined, stand.trusted);
    const answer = await trusting(`${base}/.well-known/openid-configuration`, {
      method: "GET",
      headers: {},
      body: undefined,
      redirect: "manual",
    });
    expect(((await answer.json()) as { issuer: string }).issuer).toBe(stand.op.customerIssuer);
  });
});

describe("ping", () => {
  it("comes on a denial as well, and not before a decision", async () => {
    const config = await stand.configure(ping);
    const { call, response } = await ask(stand, config, ping);
    expect(stand.ping.pings.some(({ body }) => body.auth_req_id === response.auth_req_id)).toBe(
      false,
    );
    await stand.decide(call.bearer, "CANCELLED");
    await stand.ping.ping(response.auth_req_id);
    await expect(pollAs(stand, config, ping, response.auth_req_id)).rejects.toMatchObject({
      error: "access_denied",
    });
  });

  it("that is refused or hangs costs the device nothing and the client only time", async () => {
    const config = await stand.configure(ping);
    for (const status of [401, "silent"] as const) {
      stand.ping.answer(status);
      const { call, response } = await ask(stand, config, ping);
      const begun = Date.now();
      expect((await stand.decide(call.bearer, "SUCCEED")).status).toBe(200);
      expect(Date.now() - begun).toBeLessThan(1_000);
      expect((await pollAs(stand, config, ping, response.auth_req_id)).id_token).toBeTypeOf(
        "string",
      );
    }
  });

  it("needs a notification token", async () => {
    const config = await stand.configure(ping);
    const { client_notification_token: _, ...without } = parametersOf(ping);
    await expect(ask(stand, config, ping, without)).rejects.toMatchObject({
      error: "invalid_request",
    });
  });
});
