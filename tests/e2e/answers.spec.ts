import { expect, test } from "./support/fixture.ts";
import {
  askTransfer,
  cancelRequest,
  iban,
  openPhone,
  signIn,
  waitForPhase,
} from "./support/people.ts";

test("declined with a reason: the operator reads it, nothing moves, and may ask again after a pause", async ({
  stack,
  rows,
  window,
}) => {
  const before = await rows.balance(iban("alice"));
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "75.00");
  await phone.getByRole("button", { name: "Decline", exact: true }).click();
  await phone.getByRole("button", { name: "The amount is wrong" }).click();
  await expect(phone.getByText("Nothing will be done. Your bank has been told.")).toBeVisible();
  await waitForPhase(desk, "declined");
  expect(await rows.newestRequest()).toMatchObject({
    state: "denied",
    decline_reason: "wrong_amount",
  });
  await expect(desk.getByTestId("advice").or(desk.getByTestId("say")).first()).toContainText(
    /amount/i,
  );
  expect(await rows.balance(iban("alice"))).toBe(before);
});

test("“This is not me” looks like a plain decline to the operator", async ({
  stack,
  rows,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "76.00");
  await phone.getByRole("button", { name: "This is not me" }).click();
  await phone.getByRole("button", { name: "Yes, this is not me" }).click();
  await expect(phone.getByText("If someone is on the phone with you, hang up now.")).toBeVisible();
  await waitForPhase(desk, "declined");
  const request = await rows.newestRequest();
  expect(request).toMatchObject({ state: "denied", decline_reason: "declined" });
  const { decision } = await rows.one<{ decision: string }>(
    "select decision from bank.receipt where order_id = $1",
    [request.order_id],
  );
  expect(decision).toBe("reported");
});

test("withdrawn by the operator: the phone's open question says so by itself, and nothing can be decided", async ({
  stack,
  rows,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "77.00");
  await expect(phone.getByRole("button", { name: "Approve", exact: true })).toBeVisible();
  await cancelRequest(desk);
  await waitForPhase(desk, "withdrawn");
  await expect(phone.getByText("Your bank took this question back")).toBeVisible();
  await expect(phone.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
  const request = await rows.newestRequest();
  await expect
    .poll(
      async () =>
        (
          await rows.one<{ status: string }>("select status from bank.orders where id = $1", [
            request.order_id,
          ])
        ).status,
    )
    .toBe("void");
});

test("no answer in time: expired on both screens, the order void", async ({
  stack,
  rows,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "78.00");
  await expect(phone.getByText("€78.00")).toBeVisible();
  const request = await rows.newestRequest();
  // The deadline is brought forward in the console's row; the last poll then ends the request.
  await rows.query("update console.requests set deadline_at = now() where id = $1", [request.id]);
  await waitForPhase(desk, "no_answer");
  await expect(phone.getByText(/took this question back|ran out/).first()).toBeVisible();
  await expect
    .poll(
      async () =>
        (
          await rows.one<{ status: string }>("select status from bank.orders where id = $1", [
            request.order_id,
          ])
        ).status,
    )
    .toBe("void");
  expect((await rows.newestRequest()).state).toBe("expired");
});

test("a second question for a customer who has one pending says who asked and since when", async ({
  stack,
  window,
}) => {
  const tara = await window();
  await signIn(tara, stack, "tara");
  await askTransfer(tara, "80.00");
  const other = await window();
  await signIn(other, stack, "tom");
  await other.getByLabel("Account, name, phone or e-mail").fill("Alice Martin");
  await other.keyboard.press("Enter");
  await expect(other.getByText("1 customer fits")).toBeVisible();
  await other.keyboard.press("Enter");
  await expect(other.getByText(/already has a question/i).first()).toContainText("Tara Teller");
  await cancelRequest(tara);
  await waitForPhase(tara, "withdrawn");
});
