import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { demoPassword } from "#demo/seed/demo-password.ts";
import { expect, test } from "./support/fixture.ts";
import { askTransfer, cancelRequest, openPhone, signIn, waitForPhase } from "./support/people.ts";

const app = resolve(import.meta.dirname, "../../app");

/** Addresses of every page and route below a folder of app/, dynamic parts filled in. */
function addresses(folder: string): string[] {
  return readdirSync(join(app, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => /^(page\.tsx|route\.ts)$/.test(entry.name))
    .map((entry) => entry.parentPath.slice(app.length))
    .map((path) =>
      path
        .replace(/\/\([^)]+\)/g, "")
        .replace(/\[\.\.\.[^\]]+\]/g, "anything")
        .replace(/\[[^\]]+\]/g, "00000000-0000-4000-8000-000000000000"),
    )
    .filter((path) => path !== "" && path !== "/anything");
}
const devicePaths = [...addresses("(device)"), ...addresses("api")].filter((path) =>
  /^\/(phone|api\/(phone|follow|ciba\/channel))/.test(path),
);
const consolePaths = [...addresses("(console)"), ...addresses("api")].filter(
  (path) => !devicePaths.includes(path) && path !== "/api/health",
);

test("no address of one zone exists in the other's process, by any method", async ({ stack }) => {
  expect(devicePaths.length).toBeGreaterThan(15);
  expect(consolePaths.length).toBeGreaterThan(7);
  for (const [base, paths] of [
    [stack.addresses.console, devicePaths],
    [stack.addresses.phone, consolePaths],
  ] as const)
    for (const path of paths)
      for (const method of ["GET", "POST"]) {
        const answer = await fetch(base + path, { method, redirect: "manual" });
        expect(answer.status, `${method} ${base}${path}`).toBe(404);
      }
});

test("an action of the console: refused at the phone's process, without a session, and from another site", async ({
  stack,
  rows,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  const action = desk.waitForRequest(
    (request) => request.method() === "POST" && request.headers()["next-action"] !== undefined,
  );
  await desk.getByLabel("Account, name, phone or e-mail").fill("Alice Martin");
  await desk.keyboard.press("Enter");
  const real = await action;
  await expect(desk.getByText("1 customer fits")).toBeVisible();
  const before = await rows.query("select id from console.lookups");
  const cookie = (await desk.context().cookies())
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const replay = (base: string, headers: Record<string, string>) =>
    fetch(`${base}/desk`, {
      method: "POST",
      redirect: "manual",
      headers: {
        "next-action": real.headers()["next-action"] ?? "",
        "content-type": real.headers()["content-type"] ?? "text/plain;charset=UTF-8",
        accept: "text/x-component",
        ...headers,
      },
      body: real.postData() ?? "",
    });
  const { console: own, phone } = stack.addresses;
  expect((await replay(phone, { cookie, origin: phone })).status).toBe(404);
  for (const [what, headers] of [
    ["no session", { origin: own }],
    ["a made-up session", { origin: own, cookie: "next-auth.session-token=made-up" }],
    ["another site", { cookie, origin: "https://elsewhere.example" }],
    ["the phone's page", { cookie, origin: phone, "sec-fetch-site": "same-site" }],
  ] as const) {
    const answer = await replay(own, headers);
    expect(await answer.text(), what).not.toContain("Alice M.");
  }
  expect(await rows.query("select id from console.lookups")).toHaveLength(before.length);
  expect(
    await (await replay(own, { cookie, origin: own, "sec-fetch-site": "same-origin" })).text(),
  ).toContain("Alice M.");
});

test("a console cookie is nothing at the phone, and a phone's nothing at the console", async ({
  stack,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  const phone = await openPhone(await window(), stack, "alice");
  const value = async (page: typeof desk, pattern: RegExp) =>
    (await page.context().cookies()).find(({ name }) => pattern.test(name))?.value ?? "";
  const [session, device] = [
    await value(desk, /session-token/),
    await value(phone, /countersign_phone/),
  ];
  expect(session).not.toBe("");
  expect(device).not.toBe("");
  const me = await fetch(`${stack.addresses.phone}/api/phone/me`, {
    headers: { cookie: `countersign_phone=${session}` },
  });
  expect(me.status).toBe(401);
  const events = await fetch(`${stack.addresses.console}/api/events`, {
    headers: { cookie: `next-auth.session-token=${device}` },
  });
  expect(events.status).toBe(401);
});

test("machines' doors take their own credential only", async ({ stack }) => {
  const { phone, bank, console: own } = stack.addresses;
  const token = async (id: string, secret: string, scope: string) => {
    const { token_endpoint } = (await (
      await fetch(`${stack.addresses.customerIssuer}/.well-known/openid-configuration`)
    ).json()) as { token_endpoint: string };
    const answer = await fetch(token_endpoint, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials", scope }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const bankToken = await token(
    "countersign-console",
    stack.secrets.clients.console,
    "bank:console",
  );
  const followToken = await token(
    "countersign-console",
    stack.secrets.clients.console,
    "device:follow",
  );
  const deviceToken = await token(
    "countersign-device",
    stack.secrets.clients.device,
    "bank:device",
  );
  const order = `ord_${"0".repeat(22)}`;
  const ask = async (url: string, bearer: string | undefined, init: RequestInit = {}) =>
    (
      await fetch(url, {
        ...init,
        headers: {
          "content-type": "application/json",
          ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
        },
      })
    ).status;
  expect(await ask(`${phone}/api/follow/${order}`, followToken)).toBe(404);
  for (const wrong of [undefined, "made-up", bankToken, deviceToken, `${followToken}x`])
    expect([401, 403]).toContain(await ask(`${phone}/api/follow/${order}`, wrong));
  for (const wrong of [undefined, "made-up", bankToken, followToken, deviceToken])
    expect([400, 401, 403]).toContain(
      await ask(`${phone}/api/ciba/channel`, wrong, {
        method: "POST",
        body: '{"scope":"openid","binding_message":"x","login_hint":"alice","request_context":"x"}',
      }),
    );
  for (const wrong of [undefined, "made-up", followToken, deviceToken])
    expect([401, 403]).toContain(
      await ask(`${bank}/orders/${order}/void`, wrong, { method: "POST", body: '{"reason":"x"}' }),
    );
  for (const wrong of [undefined, "made-up", bankToken])
    expect(
      await ask(`${own}/api/ciba/notification`, wrong, {
        method: "POST",
        body: '{"auth_req_id":"x"}',
      }),
    ).toBe(401);
});

test("customers cannot sign in as staff, and staff cannot add a phone", async ({
  stack,
  window,
}) => {
  const desk = await window();
  await desk.goto(stack.addresses.console);
  await desk.getByRole("button", { name: /sign in/i }).click();
  await desk.waitForURL(`${stack.addresses.op}/**`);
  await desk.locator("input[name=username]").fill("alice");
  await desk.locator("input[name=password]").fill(demoPassword);
  await desk.keyboard.press("Enter");
  await desk.waitForTimeout(2_000);
  expect(desk.url()).toContain(stack.addresses.op);
  const phone = await window({ width: 390 });
  await phone.goto(`${stack.addresses.phone}/phone`);
  await phone.getByRole("link", { name: "Add this phone" }).click();
  await phone.waitForURL(`${stack.addresses.op}/**`);
  await phone.locator("input[name=username]").fill("tara");
  await phone.locator("input[name=password]").fill(demoPassword);
  await phone.keyboard.press("Enter");
  await phone.waitForTimeout(2_000);
  expect(phone.url()).toContain(stack.addresses.op);
});

test("every page says what a browser may do with it, and answers are not stored", async ({
  stack,
  window,
}) => {
  for (const url of [`${stack.addresses.console}/sign-in`, `${stack.addresses.phone}/phone`]) {
    const page = await window();
    const response = await page.goto(url);
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w-]{20,}' 'strict-dynamic'/);
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response?.headers()["x-content-type-options"]).toBe("nosniff");
    const again = (await page.goto(url))?.headers()["content-security-policy"];
    expect(again).not.toBe(policy);
  }
  const me = await fetch(`${stack.addresses.phone}/api/phone/me`);
  expect(me.headers.get("cache-control")).toContain("no-store");
});

test("no database role of a zone can read another zone, or change the audit trail", async ({
  stack,
}) => {
  const { console: own, device, bank, op } = stack.database;
  const roles = { console: own, device, bank, ...(op ? { op } : {}) };
  for (const [zone, urls] of Object.entries(roles)) {
    const client = new pg.Client(urls.runtimeUrl);
    await client.connect();
    for (const other of ["console", "device", "bank", "op"].filter((name) => name !== zone)) {
      const readable = await client.query(
        "select count(*)::int as n from information_schema.table_privileges where table_schema = $1 and grantee = current_user",
        [other],
      );
      expect(readable.rows[0].n, `${zone} in ${other}`).toBe(0);
    }
    if (zone === "console" || zone === "device")
      for (const statement of [
        `update ${zone}.audit set action = 'x'`,
        `delete from ${zone}.audit`,
      ])
        await expect(client.query(statement), `${zone}: ${statement}`).rejects.toThrow(
          /permission denied|append-only/,
        );
    await client.end();
  }
});

test("after signing out the stream ends and the old cookie opens nothing", async ({
  stack,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  const cookie = (await desk.context().cookies())
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const stream = await fetch(`${stack.addresses.console}/api/events`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const ended = stream.text();
  await desk.getByRole("button", { name: /Tara Teller/ }).click();
  await desk.getByRole("menuitem", { name: /sign out/i }).click();
  await desk.waitForURL(/sign-in/);
  expect(await ended).toContain("signed-out");
  const late = await fetch(`${stack.addresses.console}/api/events`, { headers: { cookie } });
  expect(late.status).toBe(401);
});

test("a screen that nobody uses is locked, says so, and its request goes on", async ({
  stack,
  rows,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "51.00");
  await rows.query(
    "update console.sessions set last_active_at = now() - interval '1 hour' where ended_at is null",
  );
  await desk.waitForURL(/sign-in/, { timeout: 20_000 });
  await expect(desk.getByText(/locked/i).first()).toBeVisible();
  expect((await rows.newestRequest()).state).toBe("pending");
  await signIn(desk, stack, "tara");
  await desk.goto(`${stack.addresses.console}/request/${(await rows.newestRequest()).id}`);
  await cancelRequest(desk);
  await waitForPhase(desk, "withdrawn");
});
