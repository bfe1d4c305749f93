import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FreshDatabase } from "../../fixtures/postgres.ts";

const root = join(import.meta.dirname, "../../..");
const readyMs = 20_000;

export const secrets = {
  consoleStaff: "test-secret-console-staff",
  console: "test-secret-console-0001",
  device: "test-secret-device-00001",
  phone: "test-secret-phone-000001",
};

export interface RunningOp {
  /** Where the process listens without TLS. */
  baseUrl: string;
  staffIssuer: string;
  customerIssuer: string;
  consoleUrl: string;
  phoneUrl: string;
  channelUrl: string;
  /** All that the process has printed so far, on both outputs. */
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Ends the process and starts it again on the same database and keys. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  remove(): Promise<void>;
}

/** Starts the real embedded OP as its own process on a database of this test file. */
export async function startOp(options: {
  database: FreshDatabase;
  channelUrl: string;
  consoleUrl?: string;
  env?: Record<string, string>;
}): Promise<RunningOp> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "countersign-test-op-"));
  const baseUrl = `http://127.0.0.1:${port}`;
  const consoleUrl = options.consoleUrl ?? "http://127.0.0.1:5400";
  const phoneUrl = "http://127.0.0.1:5401";
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    PATH: process.env.PATH ?? "",
    OP_PORT: String(port),
    OP_DATABASE_URL: options.database.op.runtimeUrl,
    OP_DATABASE_OWNER_URL: options.database.op.ownerUrl,
    OP_DATA_FOLDER: folder,
    OP_BASE_URL: baseUrl,
    OP_CONSOLE_URL: consoleUrl,
    OP_PHONE_URL: phoneUrl,
    OP_CHANNEL_URL: options.channelUrl,
    OP_SECRET_CONSOLE_STAFF: secrets.consoleStaff,
    OP_SECRET_CONSOLE: secrets.console,
    OP_SECRET_DEVICE: secrets.device,
    OP_SECRET_PHONE: secrets.phone,
    OP_CIBA_INTERVAL_SECONDS: "1",
    ...options.env,
  };
  const issuerBase = options.env?.OP_BASE_URL ?? baseUrl;
  const printed: string[] = [];
  let child: ChildProcess | undefined;

  const start = async () => {
    const started = spawn(process.execPath, ["demo/op/main.ts"], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    started.stdout.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
    started.stderr.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
    await untilHealthy(`${baseUrl}/health`, started, () => printed.join(""));
  };
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  };
  await start();
  return {
    baseUrl,
    staffIssuer: `${issuerBase}/staff`,
    customerIssuer: `${issuerBase}/customers`,
    consoleUrl,
    phoneUrl,
    channelUrl: options.channelUrl,
    output: () => printed.join(""),
    stop,
    async restart(signal) {
      await stop(signal);
      await start();
    },
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilHealthy(url: string, child: ChildProcess, output: () => string) {
  const deadline = Date.now() + readyMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the OP ended: ${output()}`);
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the OP is not ready: ${output()}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
