import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import pg from "pg";
import { demoPassword } from "#demo/seed/demo-password.ts";
import { expect, test } from "./support/fixture.ts";
import {
  askTransfer,
  cancelRequest,
  customer,
  openPhone,
  signIn,
  waitForPhase,
} from "./support/people.ts";

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

test("an action of the console posted to the phone's own pages, or without proof of its origin, does nothing", async ({
  stack,
  rows,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  const action = desk.waitForRequest((request) => "next-action" in request.headers());
  await desk.getByLabel("Account, name, phone or e-mail").fill("Alice Martin");
  await desk.keyboard.press("Enter");
  const real = await action;
  await expect(desk.getByText("1 customer fits")).toBeVisible();
  const cookie = (await desk.context().cookies())
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const { console: own, phone } = stack.addresses;
  const traces = () =>
    rows.one(
      `select (select count(*) from console.searches) as searches, (select count(*) from console.audit) as audit,
              (select count(*) from console.lookups) as lookups, (select count(*) from bank.search) as bank`,
    );
  const before = await traces();
  const replay = (url: string, headers: Record<string, string>) =>
    fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: {
        "next-action": real.headers()["next-action"] ?? "",
        "content-type": real.headers()["content-type"] ?? "",
        accept: "text/x-component",
        cookie,
        ...headers,
      },
      body: real.postData() ?? "",
    });
  // A page that the phone's process does serve: past its door by address, so the verb itself refuses.
  for (const [what, url, headers] of [
    ["at the phone", `${phone}/phone`, { origin: phone, "sec-fetch-site": "same-origin" }],
    ["at its devices", `${phone}/phone/devices`, { origin: phone }],
    ["at the phone, as if from the console", `${phone}/phone`, { origin: own }],
    [
      "cross-site, whatever Origin says",
      `${own}/desk`,
      { origin: own, "sec-fetch-site": "cross-site" },
    ],
    ["same-site", `${own}/desk`, { origin: own, "sec-fetch-site": "same-site" }],
    ["without Origin", `${own}/desk`, {}],
    [
      "with a forwarded host to match",
      `${own}/desk`,
      { origin: "https://elsewhere.example", "x-forwarded-host": "elsewhere.example" },
    ],
  ] as const)
    expect(await (await replay(url, headers)).text(), what).not.toContain("Alice M.");
  expect(await traces()).toEqual(before);
  // The same bytes with the right origin do work: it was the origin that was refused.
  const good = await replay(`${own}/desk`, { origin: own, "sec-fetch-site": "same-origin" });
  expect(await good.text()).toContain("Alice M.");
});

test("a person whose roles were taken away is signed out: pages refuse, the open stream ends", async ({
  stack,
  rows,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tom");
  const cookie = (await desk.context().cookies())
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const events = () => fetch(`${stack.addresses.console}/api/events`, { headers: { cookie } });
  const open = await events();
  expect(open.status).toBe(200);
  const ended = open.text();
  await rows.query(
    `update console.sessions set roles = '{}' where ended_at is null
       and operator_id = (select id from console.operators where username = 'tom')`,
  );
  expect([401, 403]).toContain((await events()).status);
  const page = await fetch(`${stack.addresses.console}/desk`, {
    headers: { cookie },
    redirect: "manual",
  });
  expect(page.status).not.toBe(200);
  await desk.waitForURL(/sign-in|denied/, { timeout: 15_000 });
  expect(await ended).not.toBe("");
});

test("a session past its absolute limit is over, however busy it is", async ({
  stack,
  rows,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tom");
  await rows.query(
    `update console.sessions set expires_at = now() - interval '1 second' where ended_at is null
       and operator_id = (select id from console.operators where username = 'tom')`,
  );
  await desk.waitForURL(/sign-in/, { timeout: 15_000 });
  const { access_token_sealed } = await rows.one<{ access_token_sealed: string }>(
    `select access_token_sealed from console.sessions where end_reason = 'expired'
     order by ended_at desc limit 1`,
  );
  expect(access_token_sealed, "its tokens went with it").toBe("");
});

test("a token that is wrong in one point only is refused, also when the OP itself signed it", async ({
  stack,
}) => {
  test.skip(stack.op !== "embedded", "only the embedded OP's signing key can be had");
  const { signing } = JSON.parse(
    readFileSync(join(stack.dataFolder, "op", "keys.json"), "utf8"),
  ) as { signing: Record<"staff" | "customers", JWK & { kid: string }> };
  const key = signing.customers;
  const { privateKey: stranger } = await generateKeyPair("ES256");
  const { phone, customerIssuer, staffIssuer } = stack.addresses;
  const now = Math.floor(Date.now() / 1000);
  const make = async (
    claims: Record<string, unknown>,
    typ: string,
    signer: CryptoKey | Uint8Array | undefined = undefined,
  ) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: key.kid, typ })
      .sign(signer ?? (await importJWK(key, "ES256")));
  const unsigned = (claims: Record<string, unknown>) =>
    [{ alg: "none", kid: key.kid, typ: "JWT" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".")
      .concat(".");
  const common = { iss: customerIssuer, iat: now, exp: now + 60, azp: "countersign-console" };

  const follow = { ...common, sub: "x", aud: "device", scope: "device:follow", jti: randomUUID() };
  const following = async (token: string) => {
    const answer = await fetch(`${phone}/api/follow/ord_${"0".repeat(22)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    return answer.status;
  };
  expect(await following(await make(follow, "at+jwt")), "the right one: no such order").toBe(404);
  for (const [what, token] of [
    ["expired", await make({ ...follow, iat: now - 900, exp: now - 600 }, "at+jwt")],
    ["for the bank", await make({ ...follow, aud: "bank-api" }, "at+jwt")],
    ["of the staff issuer", await make({ ...follow, iss: staffIssuer }, "at+jwt")],
    ["signed by a stranger", await make(follow, "at+jwt", stranger)],
    ["unsigned", unsigned(follow)],
    ["another scope", await make({ ...follow, scope: "bank:console" }, "at+jwt")],
    ["another client", await make({ ...follow, azp: "countersign-phone" }, "at+jwt")],
  ] as const)
    expect([401, 403], `following, ${what}`).toContain(await following(token));

  const bearer = { ...common, aud: customerIssuer, sub: customer("alice").id, jti: randomUUID() };
  const channel = async (token: string) =>
    (
      await fetch(`${phone}/api/ciba/channel`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ scope: "openid", binding_message: "x", request_context: "x" }),
      })
    ).status;
  const reached = await channel(await make(bearer, "JWT"));
  expect([400, 422], "the right one gets as far as the body, which is none").toContain(reached);
  for (const [what, token] of [
    ["expired", await make({ ...bearer, iat: now - 900, exp: now - 600 }, "JWT")],
    [
      "a customer's access token",
      await make({ ...bearer, aud: "bank-api", scope: "openid transfers:write" }, "at+jwt"),
    ],
    ["a claim too many", await make({ ...bearer, scope: "openid" }, "JWT")],
    ["an audience too many", await make({ ...bearer, aud: [customerIssuer, "bank-api"] }, "JWT")],
    ["of the staff issuer", await make({ ...bearer, iss: staffIssuer, aud: staffIssuer }, "JWT")],
    ["of another client", await make({ ...bearer, azp: "countersign-phone" }, "JWT")],
    ["signed by a stranger", await make(bearer, "JWT", stranger)],
    ["unsigned", unsigned(bearer)],
  ] as const)
    expect(await channel(token), `the channel, ${what}`).toBe(401);
});

test("every answer of both zones, refusals too, is guarded; no answer of an API is stored", async ({
  stack,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  const cookie = (await desk.context().cookies())
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const { console: own, phone } = stack.addresses;
  const pages = [
    ...["sign-in", "desk", "history", "help", "branch", "denied", "nowhere"].map(
      (p) => `${own}/${p}`,
    ),
    ...["", "/enrol", "/devices", "/adopt", "/nowhere"].map((p) => `${phone}/phone${p}`),
  ];
  const apis = [
    `${own}/api/health`,
    `${own}/api/auth/csrf`,
    `${own}/api/auth/session`,
    `${own}/api/phone/me`,
    ...[
      "phone/me",
      "phone/approvals",
      "phone/events",
      "phone/enrol",
      "follow",
      "follow/x",
      "events",
    ].map((path) => `${phone}/api/${path}`),
  ];
  const faults: string[] = [];
  for (const url of [...pages, ...apis]) {
    const answer = await fetch(url, { headers: { cookie }, redirect: "manual" });
    await answer.body?.cancel();
    const header = (name: string) => answer.headers.get(name) ?? "";
    const must: [string, boolean][] = [
      ["nosniff", header("x-content-type-options") === "nosniff"],
      ["frame-ancestors", header("content-security-policy").includes("frame-ancestors 'none'")],
      ["no referrer", header("referrer-policy") === "no-referrer"],
      ["no x-powered-by", header("x-powered-by") === ""],
      ["not stored", header("cache-control").includes("no-store")],
      ["nonce", apis.includes(url) || /'nonce-[\w-]{20,}'/.test(header("content-security-policy"))],
    ];
    for (const [name, holds] of must)
      if (!holds) faults.push(`${answer.status} ${url}: ${name} (${header("cache-control")})`);
  }
  expect(faults).toEqual([]);
});

test("a zone's role is refused by PostgreSQL itself at every other table, and cannot lift its own limits", async ({
  stack,
  rows,
}) => {
  const tables = await rows.query<{ schema: string; name: string }>(
    `select schemaname as schema, tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const used = {
    console: stack.database.console,
    device: stack.database.device,
    bank: stack.database.bank,
  };
  for (const [zone, { runtimeUrl, ownerUrl }] of Object.entries(used)) {
    const client = new pg.Client(runtimeUrl);
    await client.connect();
    const tries = tables
      .filter(({ schema }) => schema !== zone && schema !== `${zone}_jobs`)
      .map(({ schema, name }) => `select 1 from "${schema}"."${name}" limit 1`);
    expect(tries.length).toBeGreaterThan(15);
    tries.push(
      `set role "${new URL(ownerUrl).username}"`,
      `create table ${zone}.mine (x int)`,
      "create schema mine",
      ...(zone === "bank"
        ? []
        : [
            `truncate ${zone}.audit`,
            `alter table ${zone}.audit disable trigger all`,
            `drop table ${zone}.audit`,
          ]),
      ...(zone === "console" ? ["update console.policy set max_requests_per_hour = 1000"] : []),
    );
    for (const statement of tries)
      await expect(client.query(statement), `${zone}: ${statement}`).rejects.toThrow(
        /permission denied|must be owner/,
      );
    await client.end();
  }
});
