import { keyring, readConfig } from "#lib/platform/config/env.ts";
import { unseal } from "#lib/platform/seal.ts";
import { bankFault } from "./support/bank-faults.ts";
import {
  collectWithLeak,
  recordRequests,
  recordStream,
  type Sent,
  secretsOfFiles,
} from "./support/canaries.ts";
import { expect, test } from "./support/fixture.ts";
import { dump, logs, recordAnswers, storage } from "./support/haystacks.ts";
import { findLeaks, formsOf, type Haystacks } from "./support/leaks.ts";
import {
  cancelRequest,
  customer,
  fillTransfer,
  findCustomer,
  iban,
  signIn,
  waitForPhase,
} from "./support/people.ts";

const canaries = { password: "Canary-Passw0rd-93184", pin: "73918264", wrongPin: "58204713" };
const username = "paul.martin";

test("no secret of a run is in a log, the database, an answer, an address or a browser", async ({
  stack,
  rows,
  window,
}) => {
  test.setTimeout(180_000);
  const secrets = new Map<string, string>();
  const haystacks: Haystacks = new Map();
  const keys = readConfig(
    { console: keyring, device: keyring },
    { console: stack.secrets.consoleSealingKeys, device: stack.secrets.deviceSealingKeys },
  );
  for (const [name, value] of Object.entries(flat(stack.secrets))) secrets.set(name, value);
  for (const [name, value] of Object.entries(canaries)) secrets.set(`typed ${name}`, value);
  for (const [name, value] of secretsOfFiles(stack)) secrets.set(name, value);
  const sent: Sent[] = [];

  // A sign-in that fails, one that succeeds, and a phone that is enrolled by hand with an unusual PIN.
  const desk = await window();
  recordAnswers(desk.context(), stack, haystacks);
  recordRequests(desk.context(), sent);
  await desk.goto(stack.addresses.console);
  await desk.getByRole("button", { name: /sign in/i }).click();
  await desk.waitForURL(`${stack.addresses.op}/**`);
  await desk.locator("input[name=username]").fill("tara");
  await desk.locator("input[name=password]").fill(canaries.password);
  await desk.keyboard.press("Enter");
  await desk.waitForTimeout(1_500);
  await signIn(desk, stack, "tara");
  const deskStream = await recordStream(desk, `${stack.addresses.console}/api/events`);

  const phone = await window({ width: 390, height: 844 });
  recordAnswers(phone.context(), stack, haystacks);
  recordRequests(phone.context(), sent);
  await phone.goto(`${stack.addresses.phone}/phone`);
  await phone.getByRole("link", { name: "Add this phone" }).click();
  await phone.waitForURL(`${stack.addresses.op}/**`);
  await phone.locator("input[name=username]").fill(username);
  await phone.locator("input[name=password]").fill(customer(username).password);
  await phone.keyboard.press("Enter");
  await phone.waitForURL(`${stack.addresses.phone}/phone/enrol**`);
  await phone.getByLabel("New PIN").fill(canaries.pin);
  await phone.getByLabel("PIN again").fill(canaries.pin);
  await phone.getByRole("button", { name: "Add this phone" }).click();
  await expect(phone.getByText("This phone is added")).toBeVisible();
  const phoneStream = await recordStream(phone, `${stack.addresses.phone}/api/phone/events`);
  await phone.goto(`${stack.addresses.phone}/phone`);

  const ask = async (amount: string) => {
    await phone.goto(`${stack.addresses.phone}/phone`);
    await desk.goto(`${stack.addresses.console}/desk`);
    await findCustomer(desk, customer(username).email);
    await fillTransfer(desk, { payee: "Bob Fischer", iban: iban("bob"), amount });
    await desk.keyboard.press("Enter");
    await waitForPhase(desk, "reading");
    return rows.one<Record<string, string>>(
      "select * from console.requests order by created_at desc limit 1",
    );
  };
  const open = async (key: "console" | "device", sealed: string | undefined, place: string) =>
    unseal(keys[key], sealed ?? "", place);

  // While a question is open its secrets are in the rows, sealed: opened here, they are what is searched for.
  const row = await ask("9.10");
  secrets.set(
    "auth_req_id",
    await open("console", row.auth_req_id_sealed, `console.requests.auth_req_id:${row.id}`),
  );
  const approval = await rows.one<Record<string, string>>(
    "select id, bearer_sealed from device.approvals where order_id = $1",
    [row.order_id],
  );
  secrets.set(
    "channel bearer",
    await open("device", approval.bearer_sealed, `device.approvals.bearer_sealed:${approval.id}`),
  );
  const session = await rows.one<Record<string, string>>(
    "select s.* from console.sessions s where ended_at is null order by created_at desc limit 1",
  );
  for (const [name, column] of [
    ["operator's access token", "access_token"],
    ["operator's refresh token", "refresh_token"],
    ["operator's ID token", "id_token"],
  ] as const)
    secrets.set(
      name,
      await open(
        "console",
        session[`${column}_sealed`],
        `console.sessions.${column}:${session.id}`,
      ),
    );

  await bankFault(stack, "executeOrder", "slow", { delay_ms: 2_500, times: 1 });
  await phone.getByRole("button", { name: "Approve", exact: true }).click();
  await phone.locator("input").first().fill(canaries.wrongPin);
  await phone.keyboard.press("Enter");
  await expect(phone.getByText(/not your PIN/)).toBeVisible();
  await phone.locator("input").first().fill(canaries.pin);
  await phone.keyboard.press("Enter");
  await expect.poll(async () => (await rows.newestRequest()).execution).toBe("executing");
  const granted = await rows.newestRequest();
  secrets.set(
    "customer's access token",
    await open(
      "console",
      granted.access_token_sealed ?? "",
      `console.requests.access_token:${granted.id}`,
    ),
  );
  secrets.set(
    "customer's ID token",
    await open("console", granted.id_token_sealed ?? "", `console.requests.id_token:${granted.id}`),
  );
  await waitForPhase(desk, "done");

  // One that is declined, one that is withdrawn.
  await ask("9.11");
  await phone.getByRole("button", { name: "Decline", exact: true }).click();
  await phone.getByRole("button", { name: "Decline without a reason" }).click();
  await waitForPhase(desk, "declined");
  await desk.waitForTimeout(2_500);
  await ask("9.12");
  await cancelRequest(desk);
  await waitForPhase(desk, "withdrawn");

  // A caller who is verified, by an agent with tokens of their own.
  const agent = await window();
  recordAnswers(agent.context(), stack, haystacks);
  recordRequests(agent.context(), sent);
  await phone.goto(`${stack.addresses.phone}/phone`);
  await signIn(agent, stack, "amir");
  await findCustomer(agent, customer(username).email, "On the phone");
  await agent.getByLabel("Call number").fill("CALL-31337");
  await agent.keyboard.press("Enter");
  await expect(agent.getByRole("button", { name: /^Ask / })).toBeFocused();
  await agent.keyboard.press("Enter");
  await waitForPhase(agent, "reading");
  await phone.getByRole("button", { name: "Approve", exact: true }).click();
  await phone.locator("input").first().fill(canaries.pin);
  await phone.keyboard.press("Enter");
  await waitForPhase(agent, "done");
  const { id, access_token_sealed } = await rows.one<Record<string, string>>(
    "select * from console.sessions where ended_at is null order by created_at desc limit 1",
  );
  secrets.set(
    "agent's access token",
    await open("console", access_token_sealed, `console.sessions.access_token:${id}`),
  );

  for (const page of [desk, phone, agent]) {
    for (const cookie of await page.context().cookies()) {
      const { name, value, domain } = cookie;
      if (!/session-token|countersign_phone$|^_session/.test(name)) {
        haystacks.set(`cookie ${name} at ${domain} (${haystacks.size})`, value);
        continue;
      }
      if (/^_session.*\.sig$/.test(name)) continue;
      expect(cookie, `${name} is for the server only`).toMatchObject({ httpOnly: true });
      secrets.set(`cookie ${name} at ${domain} (${value.slice(0, 4)})`, value);
    }
    const before = haystacks.size;
    await storage(page.context(), haystacks);
    expect(haystacks.size, "the storage was read").toBeGreaterThan(before);
  }
  for (const [place, text] of haystacks)
    if (place.startsWith("storage")) expect(text, place).not.toBe("");
  const cookies = [...secrets.keys()].filter((name) => /^cookie (next-auth|count)/.test(name));
  expect(cookies).toHaveLength(3);
  for (const [name, stop, said] of [
    ["desk", deskStream, "event: request"],
    ["phone", phoneStream, "event: changed"],
  ] as const) {
    const text = await stop();
    expect(text, `the ${name}'s stream was read`).toContain(said);
    haystacks.set(`stream of the ${name}`, text);
  }
  for (const [index, { url }] of sent.entries()) haystacks.set(`address ${index}`, url);
  for (const [place, text] of [...logs(stack), ...(await dump(rows))]) haystacks.set(place, text);
  expect(haystacks.size).toBeGreaterThan(60);
  expect(secrets.size).toBeGreaterThanOrEqual(20);

  expect(findLeaks(haystacks, secrets)).toEqual([]);

  // What was typed went to the one place that it was for, in a body; and nothing else was sent.
  const origins = (secret: string) => [
    ...new Set(
      sent
        .filter(
          ({ body }) => findLeaks(new Map([["body", body]]), new Map([["it", secret]])).length,
        )
        .map(({ method, url }) => `${method} ${new URL(url).origin}`),
    ),
  ];
  expect(origins(canaries.password)).toEqual([`POST ${stack.addresses.op}`]);
  expect(origins(canaries.pin)).toEqual([`POST ${stack.addresses.phone}`]);
  expect(origins(canaries.wrongPin)).toEqual([`POST ${stack.addresses.phone}`]);
  for (const [name, secret] of secrets)
    if (!name.startsWith("typed")) expect(origins(secret), `${name} in a request`).toEqual([]);

  // A leak in a real log file or table is found by the same collecting and searching.
  const leaked = await collectWithLeak(stack, rows, canaries.password);
  const canary = new Map([["canary", canaries.password]]);
  expect(findLeaks(leaked.log, canary)).not.toEqual([]);
  expect(findLeaks(leaked.table, canary)).toEqual(
    expect.arrayContaining([
      "canary (raw) in table leak_probe.kept",
      "canary (hex) in table leak_probe.kept",
    ]),
  );
  for (const before of ["countersign-console", "countersign-phone:", "x:"])
    expect(
      findLeaks(
        new Map([["a header", `Basic ${btoa(`${before}${stack.secrets.clients.console}`)}`]]),
        new Map([["secret", stack.secrets.clients.console]]),
      ),
      before,
    ).not.toEqual([]);

  // The search itself: a leak that is put there is found, in every form.
  for (const [name, secret] of secrets)
    for (const [form, text] of formsOf(secret)) {
      const seeded = new Map([["log seeded.log", `{"msg":"oops","value":"${text}"}`]]);
      expect(findLeaks(seeded, new Map([[name, secret]])), `${name} as ${form}`).not.toEqual([]);
    }
});

/** "clients.console" → its value; a key ring without its ids. */
function flat(value: object, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, string][] =>
      typeof inner === "string"
        ? [[prefix + name, inner.replace(/^[a-z]\d:/, "")]]
        : Object.entries(flat(inner as object, `${prefix}${name}.`)),
    ),
  );
}
