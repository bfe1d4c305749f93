import { expect, test } from "./support/fixture.ts";
import {
  approve,
  askTransfer,
  cancelRequest,
  fillTransfer,
  findCustomer,
  iban,
  openPhone,
  signIn,
  waitForPhase,
} from "./support/people.ts";

test("a transfer from sign-in to the bank's reference, with one execution and exact balances", async ({
  stack,
  rows,
  window,
}) => {
  const before = { alice: await rows.balance(iban("alice")), bob: await rows.balance(iban("bob")) };
  const phone = await openPhone(await window(), stack, "alice");
  await expect(phone.getByText("Nothing to decide.")).toBeVisible();
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "500.00");

  await expect(phone.getByText("Tara Teller, Main Street branch, asks you")).toBeVisible();
  await expect(phone.getByText("€500.00")).toBeVisible();
  const request = await rows.newestRequest();
  const code = `${request.check_code.slice(0, 3)} ${request.check_code.slice(3)}`;
  await expect(phone.getByText(code, { exact: true })).toBeVisible();
  await expect(desk.getByTestId("check-code")).toContainText(code);
  await waitForPhase(desk, "reading");

  await approve(phone);
  await expect(phone.getByText("You can put your phone away.")).toBeVisible();
  await waitForPhase(desk, "done");
  const done = await rows.newestRequest();
  expect(done).toMatchObject({ id: request.id, state: "granted", execution: "executed" });
  await expect(desk.getByTestId("outcome")).toContainText(done.reference ?? "no reference");
  await expect(desk.getByRole("button", { name: "Next customer" })).toBeFocused();

  expect(await rows.balance(iban("alice"))).toBe(before.alice - 50_000);
  expect(await rows.balance(iban("bob"))).toBe(before.bob + 50_000);
  const { count } = await rows.one<{ count: string }>(
    "select count(*) from bank.execution where order_id = $1",
    [request.order_id],
  );
  expect(count).toBe("1");
  await expect
    .poll(() => rows.events(request.id))
    .toEqual(
      expect.arrayContaining([
        "requested",
        "acknowledged",
        "opened",
        "decided",
        "granted",
        "executing",
        "executed",
        "tokens_revoked",
      ]),
    );
  expect(await rows.newestRequest()).toMatchObject({
    access_token_sealed: null,
    id_token_sealed: null,
  });

  await desk.getByRole("link", { name: "Timeline" }).click();
  await expect(desk.locator("[data-event=executed]")).toBeVisible();
  await desk.getByRole("link", { name: "History" }).click();
  await expect(desk.getByText("€500.00 to Bob Fischer").first()).toBeVisible();
});

test("a double click on the button that asks sends one question", async ({
  stack,
  rows,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  const before = await rows.query("select id from console.requests");
  await findCustomer(desk, "Alice Martin");
  await fillTransfer(desk, { payee: "Bob Fischer", iban: iban("bob"), amount: "12.34" });
  await desk.getByRole("button", { name: /^Ask / }).dblclick();
  await expect(desk.getByRole("button", { name: "Cancel request" })).toBeVisible();
  expect(await rows.query("select id from console.requests")).toHaveLength(before.length + 1);
  await cancelRequest(desk);
  await waitForPhase(desk, "withdrawn");
});

test("the bank's own check stops a transfer before the customer is bothered, at the field it is about", async ({
  stack,
  rows,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  await findCustomer(desk, "Alice Martin");
  const before = await rows.query("select id from console.requests");
  await desk.getByLabel("Payee's name").fill("Alice Martin");
  await desk.getByLabel("Payee's IBAN").fill(iban("alice"));
  await desk.getByLabel("Amount").fill("10");
  await desk.keyboard.press("Enter");
  await expect(desk.getByLabel("Payee's IBAN")).toBeFocused();
  await expect(desk.getByLabel("Payee's IBAN")).toHaveAttribute("aria-invalid", "true");
  await desk.getByLabel("Payee's IBAN").fill(iban("bob"));
  await desk.getByLabel("Amount").fill("999999");
  await desk.keyboard.press("Enter");
  await expect(desk.getByLabel("Amount")).toHaveAttribute("aria-invalid", "true");
  await expect(desk.getByLabel("Payee's name")).toHaveValue("Alice Martin");
  expect(await rows.query("select id from console.requests")).toHaveLength(before.length);
});
