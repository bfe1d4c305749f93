import { expect, test } from "./support/fixture.ts";
import { approve, askTransfer, iban, openPhone, signIn } from "./support/people.ts";

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
  const code =
    (await phone
      .getByText(/^[0-9A-Z]{3} [0-9A-Z]{3}$/)
      .first()
      .textContent()) ?? "";
  await expect(desk.getByText(code, { exact: true }).first()).toBeVisible();
  await expect(desk.getByText("Reading").first()).toBeVisible();

  await approve(phone);
  await expect(phone.getByText("You can put your phone away.")).toBeVisible();
  await expect(
    desk.getByRole("heading", { name: "Done" }).or(desk.getByText("Bank's reference")),
  ).toBeVisible();
  const request = await rows.newestRequest();
  expect(request).toMatchObject({ state: "granted", execution: "executed" });
  await expect(desk.getByText(request.reference ?? "none")).toBeVisible();
  await expect(desk.getByRole("button", { name: "Next customer" })).toBeFocused();

  expect(await rows.balance(iban("alice"))).toBe(before.alice - 50_000);
  expect(await rows.balance(iban("bob"))).toBe(before.bob + 50_000);
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
  expect((await rows.newestRequest()).access_token_sealed).toBeNull();

  await desk.getByRole("link", { name: "Timeline" }).click();
  await expect(desk.getByText(/tokens|ended|used up/i).first()).toBeVisible();
  await desk.getByRole("link", { name: "History" }).click();
  await expect(desk.getByText("€500.00 to Bob Fischer").first()).toBeVisible();
});
