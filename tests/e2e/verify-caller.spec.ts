import { expect, test } from "./support/fixture.ts";
import {
  approve,
  customer,
  findCustomer,
  openPhone,
  signIn,
  waitForPhase,
} from "./support/people.ts";

test("an agent verifies a caller and sees the released fields, once", async ({
  stack,
  rows,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "amir");
  await findCustomer(desk, "alice.martin@example.com", "On the phone");
  await desk.getByLabel("Call number").fill("CALL-20417");
  await desk.keyboard.press("Enter");
  await expect(desk.getByRole("button", { name: /^Ask / })).toBeFocused();
  await desk.keyboard.press("Enter");

  await expect(phone.getByText("Confirm that you are talking to us")).toBeVisible();
  await expect(phone.getByText("CALL-20417")).toBeVisible();
  await expect(phone.getByText("Full name, Date of birth")).toBeVisible();
  await approve(phone);
  await waitForPhase(desk, "done");
  const outcome = desk.getByTestId("outcome");
  await expect(outcome).toContainText(customer("alice").name);
  await expect(outcome).not.toContainText(customer("alice").email);
  const request = await rows.newestRequest();
  expect(request).toMatchObject({ state: "granted", execution: "executed", flow: "verify-caller" });

  const boss = await window();
  await signIn(boss, stack, "sofia");
  await boss.goto(`${stack.addresses.console}/request/${request.id}`);
  await expect(boss.getByText(customer("alice").dateOfBirth)).toHaveCount(0);
});
