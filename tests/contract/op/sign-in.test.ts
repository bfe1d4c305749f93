import * as client from "openid-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { customers } from "#demo/seed/customers.ts";
import { demoPassword } from "#demo/seed/demo-password.ts";
import { staff } from "#demo/seed/staff.ts";
import { freshDatabase } from "../../fixtures/postgres.ts";
import { Browser } from "./browser.ts";
import { open, wait } from "./ciba-client.ts";
import { type RunningOp, startOp } from "./op-process.ts";
import { finishLogin, phoneConfig, staffConfig, startLogin } from "./openid-clients.ts";

let op: RunningOp;
const tara = staff.find(({ username }) => username === "tara");
const alice = customers.find(({ username }) => username === "alice");
const bob = customers.find(({ username }) => username === "bob");
const blocked = customers.find(({ status }) => status === "blocked");

beforeAll(async () => {
  op = await startOp({
    database: await freshDatabase(),
    channelUrl: "http://127.0.0.1:9/api/ciba/channel",
  });
});
afterAll(() => op?.remove());

const staffRedirect = () => `${op.consoleUrl}/api/auth/callback/staff`;
const phoneRedirect = () => `${op.phoneUrl}/api/phone/enrol/callback`;

async function signInStaff(browser = new Browser(), parameters: Record<string, string> = {}) {
  const config = await staffConfig(op);
  const started = await startLogin(config, staffRedirect(), { scope: "openid", ...parameters });
  const page = await browser.open(started.url);
  const done = page.html
    ? await browser.submit(page.url, { username: "tara", password: demoPassword })
    : page;
  return { browser, config, page, started, done, tokens: finishLogin(config, started, done.url) };
}

async function enrol(browser: Browser, username: string, parameters: Record<string, string> = {}) {
  const config = await phoneConfig(op);
  const started = await startLogin(config, phoneRedirect(), {
    scope: "openid phone:enrol",
    prompt: "login",
    max_age: "0",
    ...parameters,
  });
  const page = await browser.open(started.url);
  const done = await browser.submit(page.url, { username, password: demoPassword });
  return { page, done, tokens: await finishLogin(config, started, done.url) };
}

it("a teller signs in with code and PKCE, and both tokens say who they are", async () => {
  const { page, tokens } = await signInStaff();
  expect(page.html).toContain("<title>Staff sign-in</title>");
  const { access_token, id_token, refresh_token, expires_in } = await tokens;
  const who = {
    iss: op.staffIssuer,
    sub: tara?.id,
    name: "Tara Teller",
    preferred_username: "tara",
    roles: ["teller"],
    branch: "main-street",
  };
  expect(open(id_token).claims).toMatchObject({ ...who, aud: "countersign-console-staff" });
  expect(open(id_token).claims.sid).toEqual(expect.any(String));
  expect(open(access_token).claims).toMatchObject({
    ...who,
    aud: "bank-api",
    azp: "countersign-console-staff",
    client_id: "countersign-console-staff",
    scope: "openid",
    jti: expect.any(String),
    auth_time: expect.any(Number),
  });
  expect(open(access_token).header).toMatchObject({ typ: "at+jwt", alg: "ES256" });
  expect(expires_in).toBe(900);
  expect(refresh_token).toEqual(expect.any(String));
});

it("a refresh token is not rotated and keeps working, with the same person in the new tokens", async () => {
  const { config, tokens } = await signInStaff();
  const first = await tokens;
  const refreshToken = first.refresh_token ?? "";
  const second = await client.refreshTokenGrant(config, refreshToken);
  expect(second.refresh_token ?? refreshToken).toBe(refreshToken);
  const third = await client.refreshTokenGrant(config, refreshToken);
  const claims = open(third.access_token).claims;
  expect(claims).toMatchObject({ sub: tara?.id, roles: ["teller"], branch: "main-street" });
  expect(claims.auth_time).toBe(open(first.access_token).claims.auth_time);
});

it("whoever is signed in is not asked again, unless prompt=login says so", async () => {
  const { browser } = await signInStaff();
  const again = await signInStaff(browser);
  expect(again.page.html).toBe("");
  await again.tokens;
  const fresh = await signInStaff(browser, { prompt: "login" });
  expect(fresh.page.html).toContain("Staff sign-in");
  await fresh.tokens;
});

it("max_age=0 asks again and auth_time moves on", async () => {
  const { browser, tokens } = await signInStaff();
  const before = Number(open((await tokens).id_token).claims.auth_time);
  await wait(1_100);
  const again = await signInStaff(browser, { max_age: "0" });
  expect(again.page.html).toContain("Staff sign-in");
  const after = Number(open((await again.tokens).id_token).claims.auth_time);
  expect(after).toBeGreaterThan(before);
});

it("prompt=none without a session comes back with login_required", async () => {
  const started = await startLogin(await staffConfig(op), staffRedirect(), {
    scope: "openid",
    prompt: "none",
  });
  const { url } = await new Browser().open(started.url);
  expect(new URL(url).searchParams.get("error")).toBe("login_required");
});

it("a customer's fresh login for a phone gives one narrow, short token with auth_time", async () => {
  const { page, tokens } = await enrol(new Browser(), "alice");
  expect(page.html).toContain("<title>Sign in to your bank</title>");
  const { claims } = open(tokens.access_token);
  expect(claims).toMatchObject({
    iss: op.customerIssuer,
    sub: alice?.id,
    aud: "bank-api",
    azp: "countersign-phone",
    scope: "openid phone:enrol",
    auth_time: expect.any(Number),
  });
  expect(Math.abs(Number(claims.auth_time) - Date.now() / 1000)).toBeLessThan(10);
  expect(tokens.expires_in).toBe(300);
  expect(tokens.refresh_token).toBeUndefined();
});

it("a second customer on the same browser replaces the first one's session", async () => {
  const browser = new Browser();
  await enrol(browser, "alice");
  const { tokens } = await enrol(browser, "bob");
  expect(open(tokens.access_token).claims.sub).toBe(bob?.id);
});

it("staff and customers are two worlds: cookies, people and passwords do not cross", async () => {
  const { browser } = await signInStaff();
  expect(browser.cookieNames()).toContain("op_staff");
  const { page, tokens } = await enrol(browser, "alice");
  expect(page.html).toContain("Sign in to your bank");
  expect(open(tokens.access_token).claims.iss).toBe(op.customerIssuer);
  const { page: staffPage } = await signInStaff(new Browser());
  const refused = await new Browser().open(staffPage.url);
  expect(refused.response.status).toBe(400);
});

it("a wrong password, an unknown name and a blocked customer look the same", async () => {
  expect(blocked).toBeDefined();
  const answers: string[] = [];
  for (const [username, password] of [
    ["alice", "wrong"],
    ["nobody", "wrong"],
    [blocked?.username ?? "", demoPassword],
  ] as const) {
    const config = await phoneConfig(op);
    const started = await startLogin(config, phoneRedirect(), { scope: "openid phone:enrol" });
    const browser = new Browser();
    const page = await browser.open(started.url);
    const { html, response } = await browser.submit(page.url, { username, password });
    expect(response.status).toBe(401);
    expect(html).toContain('role="alert"');
    expect(html).toContain("do not belong together");
    answers.push(
      html.replace(`value="${username}"`, "NAME").replaceAll(/interaction\/[\w-]+/g, "UID"),
    );
  }
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).not.toContain('value="wrong"');
});

it("guessing gets slower, for a name that exists and for one that does not", async () => {
  for (const username of ["carol.guess", "tom"]) {
    const config = await staffConfig(op);
    const started = await startLogin(config, staffRedirect(), { scope: "openid" });
    const browser = new Browser();
    const page = await browser.open(started.url);
    const times: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const from = performance.now();
      await browser.submit(page.url, { username, password: `wrong${attempt}` });
      times.push(performance.now() - from);
    }
    expect(times[3]).toBeGreaterThan(240);
    expect(times[4]).toBeGreaterThan(490);
  }
});

it("the form refuses another origin, and an attacker's text stays text", async () => {
  const started = await startLogin(await staffConfig(op), staffRedirect(), { scope: "openid" });
  const browser = new Browser();
  const page = await browser.open(started.url);
  const foreign = await browser.request(page.url, {
    method: "POST",
    headers: { origin: "https://evil.example" },
    body: new URLSearchParams({ username: "tara", password: demoPassword }),
  });
  expect(foreign.status).toBe(403);
  const { html } = await browser.submit(page.url, {
    username: '"><script>alert(1)</script>',
    password: "x",
  });
  expect(html).not.toContain("<script>");
});

it("the page has no script, may not be framed, is not stored, and helps a demo visitor", async () => {
  const started = await startLogin(await staffConfig(op), staffRedirect(), { scope: "openid" });
  const { html, response } = await new Browser().open(started.url);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(html).not.toContain("<script");
  expect(html).toContain("Sofia Supervisor");
  expect(html).toContain(demoPassword);
});

it("a request that the OP does not allow is answered on a page in words", async () => {
  for (const change of [
    { redirect_uri: "https://evil.example/" },
    { client_id: "no-such-client" },
  ] as const) {
    const started = await startLogin(await staffConfig(op), staffRedirect(), { scope: "openid" });
    const url = new URL(started.url);
    for (const [name, value] of Object.entries(change)) url.searchParams.set(name, value);
    const { html, response, url: at } = await new Browser().open(url.href);
    expect(new URL(at).origin).toBe(op.baseUrl);
    expect(response.status).toBe(400);
    expect(html).toContain("Sign-in is not possible");
  }
});

it("without PKCE, or for a scope of others, nobody gets as far as the form", async () => {
  const config = await staffConfig(op);
  const { url } = await startLogin(config, staffRedirect(), { scope: "openid" });
  const withoutPkce = new URL(url);
  withoutPkce.searchParams.delete("code_challenge");
  withoutPkce.searchParams.delete("code_challenge_method");
  const foreignScope = new URL(url);
  foreignScope.searchParams.set("scope", "openid bank:console");
  const errors = [];
  for (const each of [withoutPkce, foreignScope]) {
    const { url: at } = await new Browser().open(each.href);
    errors.push(new URL(at).searchParams.get("error"));
  }
  expect(errors).toEqual(["invalid_request", "invalid_scope"]);
});

it("a code works once", async () => {
  const { config, done, started, tokens } = await signInStaff();
  await tokens;
  await expect(finishLogin(config, started, done.url)).rejects.toMatchObject({
    error: "invalid_grant",
  });
});

it("a sign-in goes on after the OP was restarted under the open form", async () => {
  const config = await staffConfig(op);
  const started = await startLogin(config, staffRedirect(), { scope: "openid" });
  const browser = new Browser();
  const page = await browser.open(started.url);
  await op.restart("SIGKILL");
  const done = await browser.submit(page.url, { username: "tara", password: demoPassword });
  const tokens = await finishLogin(config, started, done.url);
  expect(open(tokens.id_token).claims.sub).toBe(tara?.id);
});
