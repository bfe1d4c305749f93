import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { customers } from "#demo/seed/customers.ts";
import { open, post } from "./ciba-client.ts";
import { jwt, signed, strict } from "./console-examples.ts";
import { clientSecret, keyPair, requestObject } from "./console-fixture.ts";
import {
  ask,
  type ConsoleStand,
  parametersOf,
  pollAs,
  requestContext,
  startConsoleStand,
} from "./console-stand.ts";

const aliceSub = customers.find(({ username }) => username === "alice")?.id;

let stand: ConsoleStand;
beforeAll(async () => {
  stand = await startConsoleStand([signed, strict, jwt]);
});
afterAll(() => stand?.close());

const basic = (id: string) => ({ id, secret: clientSecret });

/** A signed request of the `signed` client, as the test spoils it. */
async function askSigned(changes: {
  parameters?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  typ?: string;
  key?: Awaited<ReturnType<typeof keyPair>>;
}) {
  const request = await requestObject({
    issuer: stand.op.customerIssuer,
    clientId: signed.id,
    key: changes.key ?? stand.keys.ES256,
    parameters: { ...parametersOf(signed), ...changes.parameters },
    ...(changes.claims ? { claims: changes.claims } : {}),
    ...(changes.typ ? { typ: changes.typ } : {}),
  });
  const send = () =>
    post(stand.op.customerIssuer, "backchannel_authentication", basic(signed.id), { request });
  return { send, reply: await send() };
}

describe("signed requests", () => {
  it("request_context reaches the device as a string, given as one or as an object", async () => {
    for (const given of [JSON.stringify(requestContext), requestContext]) {
      const before = stand.channel.calls.length;
      const { reply } = await askSigned({ parameters: { request_context: given } });
      expect(reply.status).toBe(200);
      const { body } = await stand.channel.call(before);
      expect(body.request_context).toBe(JSON.stringify(requestContext));
      expect(Object.keys(body).sort()).toEqual([
        "binding_message",
        "is_consent_required",
        "login_hint",
        "request_context",
        "scope",
      ]);
    }
  });

  it("one is good once", async () => {
    const { reply, send } = await askSigned({});
    expect(reply.status).toBe(200);
    expect(await send()).toMatchObject({ status: 400, body: { error: "invalid_request" } });
  });

  const now = () => Math.floor(Date.now() / 1000);
  it.each<
    [string, () => Parameters<typeof askSigned>[0] | Promise<Parameters<typeof askSigned>[0]>]
  >([
    ["expired", () => ({ claims: { exp: now() - 5, nbf: now() - 60 } })],
    ["not yet", () => ({ claims: { nbf: now() + 60 } })],
    ["too long", () => ({ claims: { exp: now() + 4_000 } })],
    ["without nbf", () => ({ claims: { nbf: undefined } })],
    ["without iat", () => ({ claims: { iat: undefined } })],
    ["without jti", () => ({ claims: { jti: undefined } })],
    ["for another", () => ({ claims: { aud: "https://other.example" } })],
    ["by another", () => ({ claims: { iss: "countersign-console" } })],
    ["of another type", () => ({ typ: "at+jwt" })],
    ["of another algorithm", () => ({ key: stand.keys.PS256 })],
    ["of another key", async () => ({ key: await keyPair("ES256") })],
    ["context a number", () => ({ parameters: { request_context: 7 } })],
  ])("refused: %s", async (_name, changes) => {
    const before = stand.channel.calls.length;
    const { reply } = await askSigned(await changes());
    expect(reply).toMatchObject({ status: 400, body: { error: "invalid_request" } });
    expect(stand.channel.calls.length).toBe(before);
  });

  it("a client that signs may not send an unsigned one", async () => {
    const reply = await post(
      stand.op.customerIssuer,
      "backchannel_authentication",
      basic(signed.id),
      parametersOf(signed),
    );
    expect(reply).toMatchObject({ status: 400, body: { error: "invalid_request" } });
  });

  it("parameters outside are not believed", async () => {
    const before = stand.channel.calls.length;
    const request = await requestObject({
      issuer: stand.op.customerIssuer,
      clientId: signed.id,
      key: stand.keys.ES256,
      parameters: parametersOf(signed),
    });
    const reply = await post(
      stand.op.customerIssuer,
      "backchannel_authentication",
      basic(signed.id),
      { request, login_hint: "bob", binding_message: "other" },
    );
    expect(reply.status).toBe(200);
    expect((await stand.channel.call(before)).body).toMatchObject({
      login_hint: "alice",
      binding_message: "500.00EUR-7K2M9Q",
    });
  });

  it("a binding message is required where it is", async () => {
    const config = await stand.configure(strict);
    const { binding_message: _, ...without } = parametersOf(strict);
    await expect(ask(stand, config, strict, without)).rejects.toMatchObject({
      error: "invalid_binding_message",
    });
    expect((await ask(stand, config, strict)).response.auth_req_id).toBeTypeOf("string");
  });
});

describe("login_hint_token", () => {
  async function askWith(claims: Record<string, unknown>, key = stand.keys.ES256) {
    const config = await stand.configure(jwt);
    const login_hint_token = await requestObject({
      issuer: stand.op.customerIssuer,
      clientId: jwt.id,
      key,
      parameters: { subject: { format: "opaque", id: "alice" } },
      claims,
      typ: "JWT",
    });
    const { login_hint: _, ...rest } = parametersOf(jwt);
    const parameters = { ...rest, login_hint_token };
    return { config, parameters, asked: await ask(stand, config, jwt, parameters) };
  }

  it("names the customer, once", async () => {
    const { asked, config, parameters } = await askWith({});
    expect(open(asked.call.bearer).claims.sub).toBe(aliceSub);
    expect(asked.call.body.login_hint).toBe("alice");
    await expect(ask(stand, config, jwt, parameters)).rejects.toMatchObject({
      error: "invalid_request",
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ["expired_login_hint_token", { exp: 1_700_000_000, iat: 1_700_000_000, nbf: undefined }],
    ["invalid_request", { aud: "https://other.example" }],
    ["invalid_request", { iss: "countersign-console" }],
    ["invalid_request", { subject: { format: "opaque" } }],
    ["unknown_user_id", { subject: { format: "opaque", id: "nobody" } }],
  ])("%s: %j", async (error, claims) => {
    await expect(askWith(claims)).rejects.toMatchObject({ error });
  });

  it("of another key is refused", async () => {
    await expect(askWith({}, await keyPair("ES256"))).rejects.toMatchObject({
      error: "invalid_request",
    });
  });

  it("beside a login_hint is refused", async () => {
    const { config, parameters } = await askWith({});
    await expect(
      ask(stand, config, jwt, { ...parameters, login_hint: "alice" }),
    ).rejects.toMatchObject({ error: "invalid_request" });
  });
});

it("authorization_details come back in the token; others are refused", async () => {
  const config = await stand.configure(signed);
  const details = [{ type: "countersign_order", ...requestContext }];
  const { call, response } = await ask(stand, config, signed, {
    ...parametersOf(signed),
    authorization_details: details,
  });
  expect(call.body).not.toHaveProperty("authorization_details");
  await stand.decide(call.bearer, "SUCCEED");
  const tokens = await pollAs(stand, config, signed, response.auth_req_id);
  expect(open(tokens.access_token).claims.authorization_details).toEqual(details);
  await expect(
    ask(stand, config, signed, {
      ...parametersOf(signed),
      authorization_details: [{ type: "countersign_order", order: "ord_1" }],
    }),
  ).rejects.toMatchObject({ error: "invalid_authorization_details" });
});
