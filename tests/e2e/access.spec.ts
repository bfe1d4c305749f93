import { demoPin } from "#demo/seed/demo-password.ts";
import { expectAccessible } from "./support/axe.ts";
import { expect, test } from "./support/fixture.ts";
import {
  fillTransfer,
  findCustomer,
  iban,
  openPhone,
  customer as person,
  signIn,
  waitForPhase,
} from "./support/people.ts";

for (const { name, dark, width } of [
  { name: "light, 1440 px", dark: false, width: 1440 },
  { name: "dark, 640 px (a screen at 200 %)", dark: true, width: 640 },
])
  test(`the console without a violation: ${name}`, async ({ stack, window }) => {
    const desk = await window({ dark, width });
    await desk.goto(`${stack.addresses.console}/sign-in`);
    await expectAccessible(desk, "sign-in");
    await signIn(desk, stack, "tara");
    await expectAccessible(desk, "desk");
    await findCustomer(desk, "Alice Martin");
    await desk.keyboard.press("Enter");
    await expect(desk.getByLabel("Payee's name")).toBeVisible();
    await desk.getByRole("button", { name: "Check" }).click();
    await expectAccessible(desk, "form with faults");
    await fillTransfer(desk, { payee: "Bob Fischer", iban: iban("bob"), amount: "41.00" });
    await expectAccessible(desk, "review");
    await desk.keyboard.press("Enter");
    await waitForPhase(desk, "on_the_phone").catch(() => waitForPhase(desk, "reading"));
    await expectAccessible(desk, "live request");
    await desk.getByRole("button", { name: "Cancel request" }).click();
    await expectAccessible(desk, "asking whether to cancel");
    await desk.getByRole("button", { name: "Withdraw" }).click();
    await waitForPhase(desk, "withdrawn");
    await expectAccessible(desk, "outcome");
    for (const path of ["history", "help", "nowhere", "branch"]) {
      await desk.goto(`${stack.addresses.console}/${path}`);
      await expect(desk.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(desk, path);
    }
    const boss = await window({ dark, width });
    await signIn(boss, stack, "sofia");
    await boss.goto(`${stack.addresses.console}/branch`);
    await expect(boss.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(boss, "the branch, for a supervisor");
  });

for (const { name, dark, width, customer } of [
  { name: "light, 390 px, English", dark: false, width: 390, customer: "alice" },
  { name: "dark, 320 px, Arabic", dark: true, width: 320, customer: "abdulrahman" },
])
  test(`the phone without a violation: ${name}`, async ({ stack, window }) => {
    const fresh = await window({ dark, width, height: 844 });
    await fresh.goto(`${stack.addresses.phone}/phone`);
    await expect(fresh.getByRole("link").first()).toBeVisible();
    await expectAccessible(fresh, "welcome");

    const phone = await openPhone(await window({ dark, width, height: 844 }), stack, customer);
    await phone.setViewportSize({ width, height: 844 });
    await expect(phone.getByRole("heading").first()).toBeVisible();
    await expectAccessible(phone, "nothing to decide");
    const desk = await window();
    await signIn(desk, stack, "tara");
    await findCustomer(desk, person(customer).email);
    await fillTransfer(desk, { payee: "Bob Fischer", iban: iban("bob"), amount: "42.00" });
    await desk.keyboard.press("Enter");
    await waitForPhase(desk, "reading");
    await expectAccessible(phone, "question");
    const answers = phone.locator("main button, footer button, button");
    await expect(answers.first()).toBeVisible();
    await phone.locator("button", { hasText: /^(Decline|رفض)$/ }).click();
    await expectAccessible(phone, "why declined");
    await phone.keyboard.press("Escape");
    await phone.locator("button", { hasText: /^(Approve|موافق)$/ }).click();
    await expectAccessible(phone, "PIN");
    await phone.locator("input").first().fill(demoPin);
    await phone.keyboard.press("Enter");
    await waitForPhase(desk, "done");
    await expectAccessible(phone, "answered");
    await phone.goto(`${stack.addresses.phone}/phone/devices`);
    await expect(phone.getByRole("heading").first()).toBeVisible();
    await expectAccessible(phone, "devices");
  });

test("a transfer without a mouse, from the desk to the outcome", async ({
  stack,
  rows,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await expect(desk.getByLabel("Account, name, phone or e-mail")).toBeFocused();
  const type = (text: string) => desk.keyboard.type(text);
  const press = (key: string) => desk.keyboard.press(key);
  await type("Alice Martin");
  await press("Enter");
  await expect(desk.getByText("1 customer fits")).toBeVisible();
  await press("Enter");
  await expect(desk.getByLabel("Payee's name")).toBeVisible();
  await expect(async () => {
    await press("Tab");
    await expect(desk.getByLabel("Payee's name")).toBeFocused({ timeout: 100 });
  }).toPass();
  await type("Bob Fischer");
  await press("Tab");
  await type(iban("bob"));
  await press("Tab");
  await type("43.00");
  await press("Enter");
  await expect(desk.getByRole("button", { name: /^Ask / })).toBeFocused();
  await press("Enter");
  await waitForPhase(desk, "reading");
  const pressOn = async (key: string, focused: ReturnType<typeof phone.getByRole>) => {
    await expect(async () => {
      await phone.keyboard.press("Tab");
      await expect(focused).toBeFocused({ timeout: 100 });
    }).toPass();
    await phone.keyboard.press(key);
  };
  await pressOn("Enter", phone.getByRole("button", { name: "Approve", exact: true }));
  await phone.keyboard.type(demoPin);
  await phone.keyboard.press("Enter");
  await waitForPhase(desk, "done");
  await expect(desk.getByRole("button", { name: "Next customer" })).toBeFocused();
  expect((await rows.newestRequest()).execution).toBe("executed");
});

for (const { name, dark, width } of [
  { name: "dark, 1440 px", dark: true, width: 1440 },
  { name: "light, 640 px (a screen at 200 %)", dark: false, width: 640 },
])
  test(`the console's states between, without a violation or a sideways scroll: ${name}`, async ({
    stack,
    window,
  }) => {
    const desk = await window({ dark, width });
    const look = async (what: string) => {
      await expectAccessible(desk, what);
      const tooWide = () =>
        document.documentElement.scrollWidth - document.documentElement.clientWidth;
      expect(await desk.evaluate(tooWide), `${what} scrolls sideways`).toBeLessThanOrEqual(0);
    };
    await desk.goto(`${stack.addresses.console}/sign-in?reason=idle`);
    await look("sign-in with a reason");
    await signIn(desk, stack, "tara");
    const search = desk.getByLabel("Account, name, phone or e-mail");
    await search.fill("Nobody Whatsoever");
    await desk.keyboard.press("Enter");
    await expect(desk.getByText(/no customer|nobody|fits/i).first()).toBeVisible();
    await look("nobody found");
    await search.fill("Alice Martin");
    await desk.keyboard.press("Enter");
    await expect(desk.getByText("1 customer fits")).toBeVisible();
    await look("results");
    await desk.keyboard.press("Enter");
    await expect(desk.getByLabel("Payee's name")).toBeVisible();
    await look("empty form");
    await fillTransfer(desk, { payee: "Bob Fischer", iban: iban("bob"), amount: "44.00" });
    await look("review");
    await desk.keyboard.press("Enter");
    await expect(desk.getByRole("button", { name: "Cancel request" })).toBeVisible();
    await look("live");
    await desk.getByRole("link", { name: "Timeline" }).click();
    await expect(desk.locator("[data-event=requested]")).toBeVisible();
    await look("a request's own page");
    await desk.getByRole("button", { name: "Cancel request" }).click();
    await desk.getByRole("button", { name: "Withdraw" }).click();
    await waitForPhase(desk, "withdrawn");
    await desk.getByRole("button", { name: /Tara Teller/ }).click();
    await expect(desk.getByRole("menuitem", { name: /sign out/i })).toBeVisible();
    await look("account menu");
    await desk.keyboard.press("Escape");
    for (const path of ["history", "help", "branch", "nowhere"]) {
      await desk.goto(`${stack.addresses.console}/${path}`);
      await expect(desk.getByRole("heading", { level: 1 })).toBeVisible();
      await look(path);
    }
  });

for (const { dark, width, customer } of [
  { dark: true, width: 390, customer: "alice" },
  { dark: false, width: 320, customer: "abdulrahman" },
])
  test(`the phone, ${dark ? "dark" : "light"} at ${width} px, without a violation or a sideways scroll`, async ({
    stack,
    window,
  }) => {
    const phone = await openPhone(await window({ dark, width, height: 844 }), stack, customer);
    await phone.setViewportSize({ width, height: 844 });
    const look = async (what: string) => {
      await expectAccessible(phone, what);
      const tooWide = () =>
        document.documentElement.scrollWidth - document.documentElement.clientWidth;
      expect(await phone.evaluate(tooWide), `${what} scrolls sideways`).toBeLessThanOrEqual(0);
    };
    await expect(phone.getByRole("heading").first()).toBeVisible();
    await look("nothing to decide");
    const desk = await window();
    await signIn(desk, stack, "tara");
    await findCustomer(desk, person(customer).email);
    await fillTransfer(desk, { payee: "Bob Fischer", iban: iban("bob"), amount: "45.00" });
    await desk.keyboard.press("Enter");
    await waitForPhase(desk, "reading");
    await look("question");
    if (customer === "abdulrahman") await expect(phone.locator("[dir=rtl]").first()).toBeVisible();
    await phone.locator("button", { hasText: /^(Decline|رفض)$/ }).click();
    await look("why declined");
    await phone.getByRole("dialog").getByRole("button").first().click();
    await waitForPhase(desk, "declined");
    await look("declined");
    await phone.goto(`${stack.addresses.phone}/phone/devices`);
    await expect(phone.getByRole("heading").first()).toBeVisible();
    await look("devices");
  });
