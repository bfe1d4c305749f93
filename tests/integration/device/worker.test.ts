import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, test, vi } from "vitest";
import { afterwards } from "./support/after.ts";
import { consoleOf } from "./support/console.ts";
import { decideOn, enrolPhone, goodPin } from "./support/phone.ts";
import { approvalOf, ask, asked, letPass, startWorld } from "./support/world.ts";

vi.mock("next/server", () => import("./support/after.ts"));

const world = await startWorld();
const phone = await enrolPhone(world);
const root = join(import.meta.dirname, "../../..");
const running = new Set<ChildProcess>();

async function startWorker(): Promise<ChildProcess & { output: string[] }> {
  const output: string[] = [];
  const child = spawn(process.execPath, [join(root, "lib/device/worker/main.ts")], {
    cwd: root,
    env: { ...process.env, ...world.env, COUNTERSIGN_LOG_LEVEL: "debug" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => output.push(String(chunk)));
  await vi.waitFor(() => expect(output.join("")).toContain("device.worker-ready"), 10_000);
  return Object.assign(child, { output });
}

afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
});

describe("the worker", () => {
  test("finishes what dead processes left: a question not asked, a decision not told, a deadline, an approval taken back", async () => {
    world.bank.faults.orders.push({ status: 503 });
    const held = await world.bank.open();
    await ask(world, held.order.id, held.digest);
    await afterwards();
    world.bank.faults.receipt.push({ status: 503 });
    const dead = await asked(world);
    await decideOn(phone, dead.approval.id, "approved");
    const late = await asked(world, { lifeSeconds: 5 });
    const stale = await asked(world);
    world.bank.faults.receipt.push({ status: 503 });
    await decideOn(phone, stale.approval.id, "approved");
    await world.ctx.database
      .updateTable("approvals")
      .set({ state: "telling", lodgedAt: new Date(), callbackStartedAt: new Date() })
      .where("id", "=", stale.approval.id)
      .execute();
    await letPass(world, stale.approval.id, 16);
    const undone = await asked(world);
    await decideOn(phone, undone.approval.id, "approved");
    await consoleOf(world).withdraw(undone.held.order.id);
    await afterwards();
    undone.held.status = "void";
    const before = world.op.callbacks.length;

    const worker = await startWorker();
    await vi.waitFor(
      async () => {
        expect((await approvalOf(world, held.order.id)).orderContent).not.toBeNull();
        expect((await approvalOf(world, dead.held.order.id)).state).toBe("told");
        expect((await approvalOf(world, late.held.order.id)).state).toBe("expired");
        expect((await approvalOf(world, stale.held.order.id)).state).toBe("unknown");
        const { withdrawnAfterApprovalAt } = await approvalOf(world, undone.held.order.id);
        expect(withdrawnAfterApprovalAt).not.toBeNull();
      },
      { timeout: 20_000, interval: 200 },
    );
    expect(world.op.callbacks.slice(before).map((each) => each.status)).toEqual(["SUCCEED"]);

    const ended = new Promise((done) => worker.once("exit", (code) => done(code)));
    worker.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(worker.output.join("")).not.toMatch(/jobs\.error|-failed|unforeseen|"level":50/);
  });

  test("two workers and the inline path make one callback each, through a kill -9", async () => {
    const [one, two] = [await startWorker(), await startWorker()];
    const before = world.op.callbacks.length;
    const all: Awaited<ReturnType<typeof asked>>["held"][] = [];
    for (let n = 0; n < 6; n++) {
      const { held, approval } = await asked(world);
      if (n % 2) world.bank.faults.receipt.push({ status: 503 });
      await decideOn(phone, approval.id, n % 3 ? "approved" : "declined");
      all.push(held);
      if (n === 3) one.kill("SIGKILL");
    }
    await vi.waitFor(
      async () => {
        for (const held of all) expect((await approvalOf(world, held.order.id)).state).toBe("told");
      },
      { timeout: 25_000, interval: 250 },
    );
    const bearers = world.op.callbacks.slice(before).map((each) => each.bearer);
    expect(bearers).toHaveLength(6);
    expect(new Set(bearers).size).toBe(6);
    two.kill("SIGKILL");
  });
});

describe("secrets", () => {
  test("no bearer, jti, PIN, session or token is in the database, raw or decoded", async () => {
    const bearer = await world.op.bearer();
    const held = await world.bank.open();
    await ask(world, held.order.id, held.digest, { bearer });
    await afterwards();
    const { id } = await approvalOf(world, held.order.id);
    await decideOn(phone, id, "approved");
    await consoleOf(world).withdraw(held.order.id);
    const claims = JSON.parse(
      Buffer.from(bearer.split(".")[1] ?? "", "base64url").toString("utf8"),
    );
    const secrets = [
      bearer,
      bearer.split(".")[2] ?? "",
      claims.jti,
      phone.cookie.split("=")[1] ?? "",
      world.env.DEVICE_CLIENT_SECRET ?? "",
      `"${goodPin}"`,
    ];
    const client = new pg.Client({ connectionString: world.adminUrl });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(
      "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('device', 'device_jobs')",
    );
    let text = "";
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(
        `select to_jsonb(t)::text as line from ${name} t`,
      );
      text += rows.map((row) => row.line).join("\n");
    }
    await client.end();
    expect(text).toContain(held.order.id);
    for (const secret of secrets) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString("base64url"));
    }
  });

  test("the audit trail of all this holds", async () => {
    const { firstBrokenAuditLine } = await import("#lib/platform/database/audit.ts");
    expect(await firstBrokenAuditLine(world.ctx.database)).toBeUndefined();
  });
});
