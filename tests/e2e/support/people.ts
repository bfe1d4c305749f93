import type { Page } from "@playwright/test";
import { customers } from "#demo/seed/customers.ts";
import { demoPassword, demoPin } from "#demo/seed/demo-password.ts";
import type { Stack } from "#demo/start/stack.ts";
import { expect } from "./fixture.ts";

/** A persona of the seed; throws for a name that is none. */
export function customer(username: string) {
  const found = customers.find((each) => each.username === username);
  if (!found) throw new Error(`no customer ${username}`);
  return found;
}

/** The IBAN of a persona's nth account. */
export function iban(username: string, index = 0): string {
  const account = customer(username).accounts[index];
  if (!account) throw new Error(`${username} has no account ${index}`);
  return account.iban;
}

/** Signs in at the staff issuer, through its own page, and waits until the console's page works. */
export async function signIn(page: Page, stack: Stack, username: string): Promise<void> {
  await page.goto(stack.addresses.console);
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.waitForURL(`${stack.addresses.op}/**`);
  await page.locator("input[name=username]").fill(username);
  await page.locator("input[name=password]").fill(demoPassword);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${stack.addresses.console}/**`);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** Opens a persona's enrolled phone in this window, handed over by the demo's portal. */
export async function openPhone(page: Page, stack: Stack, username: string): Promise<Page> {
  await page.goto(stack.addresses.portal);
  const [phone] = await Promise.all([
    page.context().waitForEvent("page"),
    page
      .getByRole("button", { name: new RegExp(customer(username).name.split(" ")[0] ?? "") })
      .click(),
  ]);
  await phone.waitForURL(`${stack.addresses.phone}/phone`);
  await phone.setViewportSize({ width: 390, height: 844 });
  return phone;
}

/** Searches on the desk and opens the one customer found. */
export async function findCustomer(
  page: Page,
  query: string,
  contact = "At the counter",
): Promise<void> {
  await page.locator("#work").getByText(contact, { exact: true }).click();
  await page.getByLabel("Account, name, phone or e-mail").fill(query);
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 customer fits")).toBeVisible();
  await page.keyboard.press("Enter");
}

/** Fills the transfer's form and has the bank check it; ends on the review. */
export async function fillTransfer(
  page: Page,
  values: { payee: string; iban: string; amount: string; reference?: string },
): Promise<void> {
  await page.getByLabel("Payee's name").fill(values.payee);
  await page.getByLabel("Payee's IBAN").fill(values.iban);
  await page.getByLabel("Amount").fill(values.amount);
  if (values.reference) await page.getByLabel("Reference").fill(values.reference);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Ask / })).toBeFocused();
}

/** From the desk to a sent transfer of Alice's to Bob. */
export async function askTransfer(page: Page, amount: string): Promise<void> {
  await findCustomer(page, "Alice Martin");
  await fillTransfer(page, { payee: "Bob Fischer", iban: iban("bob"), amount });
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Cancel request" })).toBeVisible();
}

/** Approves the question on the phone with the persona's PIN. */
export async function approve(phone: Page): Promise<void> {
  await phone.getByRole("button", { name: "Approve", exact: true }).click();
  await phone.locator("input").first().fill(demoPin);
  await phone.keyboard.press("Enter");
}

/** Waits until the live request on the desk is in a phase (`data-phase` of its panel). */
export async function waitForPhase(page: Page, phase: string, timeout = 20_000): Promise<void> {
  await expect(page.locator(`[data-request][data-phase="${phase}"]`).first()).toBeVisible({
    timeout,
  });
}

/** Withdraws the live request: asks once, then does it. */
export async function cancelRequest(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Cancel request" }).click();
  await page
    .getByRole("alertdialog")
    .or(page.getByRole("dialog"))
    .getByRole("button")
    .last()
    .click();
}
