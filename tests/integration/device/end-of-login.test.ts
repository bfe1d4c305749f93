import { decodeJwt } from "jose";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { signIn } from "./support/phone.ts";
import { home, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();

test("a finished login ends the OP's session, server to server, with the ID token as hint", async () => {
  const { response } = await signIn(world, { sub: "customer-1" });
  expect(response.headers.get("location")).toBe(`${home}/phone/enrol`);
  await vi.waitFor(() => expect(world.op.endings).toHaveLength(1));
  const [ending] = world.op.endings;
  expect(ending).toMatchObject({ method: "POST", cookie: undefined });
  expect(decodeJwt(ending?.hint ?? "")).toMatchObject({ sub: "customer-1" });
  const { rows } = await sql<{
    text: string;
  }>`select to_jsonb(e)::text as text from enrolments e`.execute(world.ctx.database);
  expect(rows.map(({ text }) => text).join()).not.toContain(ending?.hint.split(".")[2]);
});

test("so does a login that is too old to be used", async () => {
  const before = world.op.endings.length;
  const { response } = await signIn(world, {
    sub: "customer-1",
    authTime: Math.floor(Date.now() / 1000) - 60,
  });
  expect(response.headers.get("location")).toContain("problem=login_stale");
  await vi.waitFor(() => expect(world.op.endings.length).toBe(before + 1));
});

test.each([
  ["an OP that keeps it", { status: 400 }],
  ["an OP that hangs up", "drop" as const],
])("%s is logged and stops nobody", async (_what, answer) => {
  const before = world.op.endings.length;
  world.op.nextEndings.push(answer);
  const { response } = await signIn(world, { sub: "customer-1" });
  expect(response.headers.get("location")).toBe(`${home}/phone/enrol`);
  await vi.waitFor(() => expect(world.op.endings.length).toBe(before + 1));
});

test("an OP that is slow to end it delays nobody", async () => {
  world.op.nextEndings.push({ status: 200, afterMs: 2_000 });
  const begun = Date.now();
  await signIn(world, { sub: "customer-1" });
  expect(Date.now() - begun).toBeLessThan(1_500);
});
