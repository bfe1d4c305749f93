import { createServer, type Server } from "node:http";
import * as client from "openid-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoPassword } from "#demo/seed/demo-password.ts";
import { freshDatabase } from "../../fixtures/postgres.ts";
import { Browser } from "./browser.ts";
import { open, post } from "./ciba-client.ts";
import { freePort, type RunningOp, secrets, startOp } from "./op-process.ts";
import { finishLogin, staffConfig, startLogin } from "./openid-clients.ts";

let op: RunningOp;
let consoleServer: Server;
const logoutTokens: string[] = [];
const staffClient = { id: "countersign-console-staff", secret: secrets.consoleStaff };

beforeAll(async () => {
  const port = await freePort();
  consoleServer = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.url === "/api/auth/backchannel-logout")
      logoutTokens.push(new URLSearchParams(body).get("logout_token") ?? "");
    response.writeHead(200).end();
  }).listen(port, "127.0.0.1");
  op = await startOp({
    database: await freshDatabase(),
    channelUrl: "http://127.0.0.1:9/api/ciba/channel",
    consoleUrl: `http://127.0.0.1:${port}`,
  });
});
afterAll(async () => {
  consoleServer?.closeAllConnections();
  consoleServer?.close();
  await op?.remove();
});

async function signIn(browser = new Browser()) {
  const config = await staffConfig(op);
  const redirectUri = `${op.consoleUrl}/api/auth/callback/staff`;
  const started = await startLogin(config, redirectUri, { scope: "openid" });
  const page = await browser.open(started.url);
  const done = page.html
    ? await browser.submit(page.url, { username: "tara", password: demoPassword })
    : page;
  return {
    browser,
    config,
    asked: page.html !== "",
    tokens: await finishLogin(config, started, done.url),
  };
}

const endSession = (form: Record<string, string>) =>
  post(op.staffIssuer, "end_session", undefined, form);

async function isActive(token: string): Promise<boolean> {
  const { body } = await post(op.staffIssuer, "introspection", staffClient, { token });
  return body.active === true;
}

it("the console ends a session with the ID token alone: tokens, cookie and all", async () => {
  const { browser, config, tokens } = await signIn();
  expect(await isActive(tokens.access_token)).toBe(true);
  const told = logoutTokens.length;
  const reply = await endSession({ id_token_hint: tokens.id_token ?? "" });
  expect(reply.status).toBe(200);
  expect(await isActive(tokens.access_token)).toBe(false);
  await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? "")).rejects.toMatchObject({
    error: "invalid_grant",
  });
  expect((await signIn(browser)).asked).toBe(true);
  const { claims, header } = open(logoutTokens[told]);
  expect(header).toMatchObject({ typ: "logout+jwt", alg: "ES256" });
  expect(claims).toMatchObject({
    iss: op.staffIssuer,
    aud: "countersign-console-staff",
    sid: open(tokens.id_token).claims.sid,
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
  });
});

it("again is harmless, and another session of the same person goes on", async () => {
  const first = await signIn();
  const second = await signIn();
  const hint = first.tokens.id_token ?? "";
  await endSession({ id_token_hint: hint });
  expect((await endSession({ id_token_hint: hint })).status).toBe(200);
  expect(await isActive(second.tokens.access_token)).toBe(true);
});

it("a browser is sent on to a registered address with its state, and to no other", async () => {
  const { browser, config, tokens } = await signIn();
  const idToken = tokens.id_token ?? "";
  const url = client.buildEndSessionUrl(config, {
    id_token_hint: idToken,
    post_logout_redirect_uri: `${op.consoleUrl}/`,
    state: "s1",
  });
  const { url: at } = await browser.open(url.href);
  expect(at).toBe(`${op.consoleUrl}/?state=s1`);
  const elsewhere = await endSession({
    id_token_hint: idToken,
    post_logout_redirect_uri: "https://evil.example/",
  });
  expect(elsewhere.status).toBe(400);
});

it("a hint that is forged, of the other issuer, or no ID token ends nothing", async () => {
  const { tokens } = await signIn();
  const [header, payload] = (tokens.id_token ?? "").split(".");
  for (const hint of [`${header}.${payload}.${"A".repeat(86)}`, tokens.access_token, "x"])
    expect((await endSession({ id_token_hint: hint })).status).toBe(400);
  const other = await post(op.customerIssuer, "end_session", undefined, {
    id_token_hint: tokens.id_token ?? "",
  });
  expect(other.status).toBe(400);
  expect(await isActive(tokens.access_token)).toBe(true);
});

it("without a hint a signed-in person is asked first, and one who is not is told so", async () => {
  const { browser } = await signIn();
  const endUrl = `${op.staffIssuer}/session/end`;
  const page = await browser.open(endUrl);
  expect(page.html).toContain("Sign out of the bank?");
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.html)?.[1] ?? "";
  const done = await browser.submit(`${endUrl}/confirm`, { xsrf, logout: "yes" });
  expect(done.html).toContain("You are signed out");
  expect((await signIn(browser)).asked).toBe(true);
  expect((await new Browser().open(endUrl)).html).toContain("You are signed out");
});

it("a console that does not answer the back-channel logout does not hold up the logout", async () => {
  const { tokens } = await signIn();
  consoleServer.closeAllConnections();
  await new Promise((resolve) => consoleServer.close(resolve));
  const reply = await endSession({ id_token_hint: tokens.id_token ?? "" });
  expect(reply.status).toBe(200);
  expect(op.output()).toContain("op.backchannel-logout-failed");
});

it("RFC 7009: a revoked refresh token is dead, a stranger cannot revoke, nonsense is fine", async () => {
  const { config, tokens } = await signIn();
  const refreshToken = tokens.refresh_token ?? "";
  const stranger = { ...staffClient, secret: "wrong" };
  expect((await post(op.staffIssuer, "revocation", stranger, { token: refreshToken })).status).toBe(
    401,
  );
  expect(
    (await post(op.staffIssuer, "revocation", staffClient, { token: "nonsense" })).status,
  ).toBe(200);
  await client.refreshTokenGrant(config, refreshToken);
  await client.tokenRevocation(config, refreshToken);
  await expect(client.refreshTokenGrant(config, refreshToken)).rejects.toMatchObject({
    error: "invalid_grant",
  });
});
