import { keyring, readConfig } from "#lib/platform/config/env.ts";
import { unseal } from "#lib/platform/seal.ts";
import { bankFault } from "./support/bank-faults.ts";
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

  // A sign-in that fails, one that succeeds, and a phone that is enrolled by hand with an unusual PIN.
  const desk = await window();
  recordAnswers(desk.context(), stack, haystacks);
  await desk.goto(stack.addresses.console);
  await desk.getByRole("button", { name: /sign in/i }).click();
  await desk.waitForURL(`${stack.addresses.op}/**`);
  await desk.locator("input[name=username]").fill("tara");
  await desk.locator("input[name=password]").fill(canaries.password);
  await desk.keyboard.press("Enter");
  await desk.waitForTimeout(1_500);
  await signIn(desk, stack, "tara");

  const phone = await window({ width: 390, height: 844 });
  recordAnswers(phone.context(), stack, haystacks);
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

  for (const page of [desk, phone]) {
    for (const { name, value } of await page.context().cookies())
      if (/session-token|countersign_phone$/.test(name)) secrets.set(`cookie ${name}`, value);
    await storage(page.context(), haystacks);
  }
  expect([...secrets.keys()].filter((name) => name.startsWith("cookie"))).toHaveLength(2);
  for (const [place, text] of [...logs(stack), ...(await dump(rows))]) haystacks.set(place, text);
  expect(haystacks.size).toBeGreaterThan(60);
  expect(secrets.size).toBeGreaterThanOrEqual(20);

  expect(findLeaks(haystacks, secrets)).toEqual([]);

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
