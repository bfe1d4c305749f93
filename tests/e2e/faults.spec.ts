import { bankFault } from "./support/bank-faults.ts";
import { expect, op, test } from "./support/fixture.ts";
import {
  approve,
  askTransfer,
  fillTransfer,
  findCustomer,
  iban,
  openPhone,
  signIn,
  waitForPhase,
} from "./support/people.ts";
import type { Rows } from "./support/rows.ts";

async function executions(rows: Rows, orderId: string): Promise<number> {
  const { count } = await rows.one<{ count: string }>(
    "select count(*) from bank.execution where order_id = $1",
    [orderId],
  );
  return Number(count);
}
const orderStatus = async (rows: Rows, orderId: string) =>
  (await rows.one<{ status: string }>("select status from bank.orders where id = $1", [orderId]))
    .status;

test("the bank's answer is lost: the screen says that it is checking, asks, and there is one execution", async ({
  stack,
  rows,
  window,
}) => {
  const before = await rows.balance(iban("alice"));
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "31.00");
  await bankFault(stack, "executeOrder", "drop_answer", { times: 1 });
  await bankFault(stack, "readExecution", "fail", { times: 2 });
  await approve(phone);
  await waitForPhase(desk, "checking");
  await expect(desk.getByText(/not send it twice/i).first()).toBeVisible();
  await waitForPhase(desk, "done");
  const request = await rows.newestRequest();
  expect(await rows.events(request.id)).toContain("outcome_unknown");
  expect(await executions(rows, request.order_id)).toBe(1);
  expect(await rows.balance(iban("alice"))).toBe(before - 3_100);
});

test("the bank is away when the order is to be executed: it is executed once when it is back", async ({
  stack,
  rows,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "32.00");
  await bankFault(stack, "executeOrder", "fail", { times: 2 });
  await approve(phone);
  await waitForPhase(desk, "done");
  expect(await executions(rows, (await rows.newestRequest()).order_id)).toBe(1);
});

test("the engine is killed between the approval and the execution: the next one executes, once", async ({
  stack,
  rows,
  window,
}) => {
  const before = await rows.balance(iban("alice"));
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "33.00");
  await bankFault(stack, "executeOrder", "slow", { delay_ms: 3_000, times: 1 });
  await approve(phone);
  await expect.poll(async () => (await rows.newestRequest()).execution).toBe("executing");
  await stack.processes.get("engine")?.kill9();
  await stack.processes.get("engine")?.start();
  await waitForPhase(desk, "done", 45_000);
  const request = await rows.newestRequest();
  expect(await executions(rows, request.order_id)).toBe(1);
  expect(await rows.balance(iban("alice"))).toBe(before - 3_300);
});

test("the phone's service is killed under an open question: it is there again, and counts once", async ({
  stack,
  rows,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "34.00");
  await expect(phone.getByText("€34.00")).toBeVisible();
  await stack.processes.get("device")?.kill9();
  await stack.processes.get("device-worker")?.kill9();
  await stack.processes.get("device")?.start();
  await stack.processes.get("device-worker")?.start();
  await approve(phone);
  await waitForPhase(desk, "done", 45_000);
  expect(await executions(rows, (await rows.newestRequest()).order_id)).toBe(1);
});

test("the way to the phones is down: said in words, nothing was asked, the order is void", async ({
  stack,
  rows,
  window,
}) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  await findCustomer(desk, "Alice Martin");
  await fillTransfer(desk, { payee: "Bob Fischer", iban: iban("bob"), amount: "35.00" });
  await stack.processes.get("device")?.stop();
  await desk.keyboard.press("Enter");
  await waitForPhase(desk, "not_sent");
  await expect(desk.getByText(/way to customers' phones is down/i).first()).toBeVisible();
  const request = await rows.newestRequest();
  expect(request).toMatchObject({ state: "failed", failure_reason: "op_channel_down" });
  await stack.processes.get("device")?.start();
  await expect.poll(() => orderStatus(rows, request.order_id), { timeout: 30_000 }).toBe("void");
});

test("the bank is down: the check says so, and what was typed stays", async ({ stack, window }) => {
  const desk = await window();
  await signIn(desk, stack, "tara");
  await findCustomer(desk, "Alice Martin");
  await bankFault(stack, "quoteOrder", "fail", { times: 1 });
  await desk.getByLabel("Payee's name").fill("Bob Fischer");
  await desk.getByLabel("Payee's IBAN").fill(iban("bob"));
  await desk.getByLabel("Amount").fill("36.00");
  await desk.keyboard.press("Enter");
  await expect(desk.getByText(/bank's system did not answer/i).first()).toBeVisible();
  await expect(desk.getByLabel("Amount")).toHaveValue("36.00");
  await desk.getByRole("button", { name: "Check" }).click();
  await expect(desk.getByRole("button", { name: /^Ask / })).toBeVisible();
});

test("an order that is not the one which was asked for is never shown, and the operator reads why", async ({
  stack,
  rows,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await findCustomer(desk, "Alice Martin");
  await fillTransfer(desk, { payee: "Bob Fischer", iban: iban("bob"), amount: "37.00" });
  await bankFault(stack, "readOrder", "slow", { delay_ms: 1_500, times: 1 });
  await desk.keyboard.press("Enter");
  await expect.poll(async () => (await rows.newestRequest()).state).toBe("pending");
  const { order_id } = await rows.newestRequest();
  await rows.query("alter table bank.orders disable trigger all");
  await rows.query(
    `update bank.orders set content = jsonb_set(content::jsonb, '{details,amount,amount_minor}', '999900') where id = $1`,
    [order_id],
  );
  await rows.query("alter table bank.orders enable trigger all");
  await waitForPhase(desk, "not_sent");
  await expect(desk.getByText(/the order is not the one that the bank holds/i)).toBeVisible();
  await expect(phone.getByText("Nothing to decide.")).toBeVisible();
  expect(await rows.newestRequest()).toMatchObject({
    state: "failed",
    failure_reason: "not_shown",
  });
  expect(await executions(rows, order_id)).toBe(0);
});

test("approving and withdrawing at the same instant ends in one of two ways, never between", async ({
  stack,
  rows,
  window,
}) => {
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  for (const cents of [1, 2, 3]) {
    const before = await rows.balance(iban("alice"));
    await askTransfer(desk, `38.0${cents}`);
    await phone.getByRole("button", { name: "Approve", exact: true }).click();
    await phone.locator("input").first().fill("2468");
    await desk.getByRole("button", { name: "Cancel request" }).click();
    const withdraw = desk.getByRole("alertdialog").getByRole("button", { name: "Withdraw" });
    await expect(withdraw).toBeVisible();
    await Promise.all([phone.keyboard.press("Enter"), withdraw.click()]);
    const request = await rows.newestRequest();
    await expect
      .poll(async () => {
        const { state, execution } = await rows.newestRequest();
        return state === "cancelled" || execution === "executed";
      })
      .toBe(true);
    const { state } = await rows.newestRequest();
    if (state === "cancelled") {
      await expect
        .poll(() => orderStatus(rows, request.order_id))
        .toMatch(/void|approved|declined/);
      expect(await executions(rows, request.order_id)).toBe(0);
      expect(await rows.balance(iban("alice"))).toBe(before);
    } else {
      expect(await executions(rows, request.order_id)).toBe(1);
      expect(await rows.balance(iban("alice"))).toBe(before - 3_800 - cents);
    }
    await desk.goto(`${stack.addresses.console}/desk`);
    await phone.goto(`${stack.addresses.phone}/phone`);
  }
});

test("a restart of the sign-in service: kept by the embedded one, lost by Keycloak and said so on both sides", async ({
  stack,
  rows,
  window,
}) => {
  test.setTimeout(180_000);
  const phone = await openPhone(await window(), stack, "alice");
  const desk = await window();
  await signIn(desk, stack, "tara");
  await askTransfer(desk, "39.00");
  await expect(phone.getByText("€39.00")).toBeVisible();
  await stack.processes.get("op")?.restart();
  if (op === "embedded") {
    await approve(phone);
    await waitForPhase(desk, "done", 45_000);
  } else {
    await waitForPhase(desk, "stopped", 60_000);
    await expect(desk.getByText(/restarted and forgot the question/i).first()).toBeVisible();
    expect(await rows.newestRequest()).toMatchObject({
      state: "failed",
      failure_reason: "op_lost_request",
    });
    await expect(phone.getByText("Your bank took this question back")).toBeVisible();
    await expect
      .poll(async () => orderStatus(rows, (await rows.newestRequest()).order_id))
      .toBe("void");
  }
});
