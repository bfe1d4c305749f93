import { expect, test } from "./support/fixture.ts";
import {
  approve,
  askTransfer,
  cancelRequest,
  openPhone,
  signIn,
  waitForPhase,
} from "./support/people.ts";

test("a reload, a second tab, signing out and back: the request goes on and every page catches up", async ({
  stack,
  rows,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "21.00");
  const request = await rows.newestRequest();
  await desk.goto(`${stack.addresses.console}/request/${request.id}`);
  await waitForPhase(desk, "reading");
  await desk.reload();
  await waitForPhase(desk, "reading");
  const tab = await desk.context().newPage();
  await tab.goto(`${stack.addresses.console}/request/${request.id}`);
  await waitForPhase(tab, "reading");

  await desk.getByRole("button", { name: /Tara Teller/ }).click();
  await desk.getByRole("menuitem", { name: /sign out/i }).click();
  await desk.waitForURL(/sign-in/);
  await tab.waitForURL(/sign-in/, { timeout: 15_000 });
  await approve(phone);
  await expect(phone.getByText("You can put your phone away.")).toBeVisible();

  await signIn(desk, stack, "tara");
  await desk.goto(`${stack.addresses.console}/request/${request.id}`);
  await waitForPhase(desk, "done");
  const kinds = await desk
    .locator("[data-event]")
    .evaluateAll((all) => all.map((one) => one.getAttribute("data-event")));
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(kinds).toEqual(
    expect.arrayContaining([
      "requested",
      "acknowledged",
      "opened",
      "decided",
      "granted",
      "executed",
    ]),
  );
});

test("a restart of the console: the page reconnects by itself and misses nothing", async ({
  stack,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "22.00");
  await waitForPhase(desk, "reading");
  await stack.processes.get("console")?.kill9();
  await expect(desk.getByText(/reconnecting/i).first()).toBeVisible();
  await approve(phone);
  await expect(phone.getByText("You can put your phone away.")).toBeVisible();
  await stack.processes.get("console")?.start();
  await waitForPhase(desk, "done");
  await expect(desk.getByText(/reconnecting/i)).toHaveCount(0);
});

test("the page follows while the engine is away, and catches up when it is back", async ({
  stack,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  await stack.processes.get("engine")?.stop();
  await askTransfer(desk, "23.00");
  await stack.processes.get("engine")?.start();
  const phone = await openPhone(await window(), stack, "alice");
  await expect(phone.getByText("€23.00")).toBeVisible();
  await waitForPhase(desk, "reading");
  await cancelRequest(desk);
  await waitForPhase(desk, "withdrawn");
});
