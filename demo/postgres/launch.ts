import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { type Binaries, canReach, readyBinaries, SYSTEM_FOLDER, serverUser } from "./binaries.ts";

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const PROBE_EVERY_MS = 40;

/** Modest memory, full durability: fsync and synchronous_commit stay on. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  password_encryption: "scram-sha-256",
  max_connections: "200",
  shared_buffers: "128MB",
  jit: "off",
  max_wal_size: "512MB",
  log_timezone: "UTC",
  timezone: "UTC",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  lc_messages: "C",
};

export type PostgresOptions = {
  /** Holds the password (0600), the data folder and the log. */
  folder: string;
  /** TCP port on 127.0.0.1; an adopted server keeps the one it has. */
  port: number;
  /** File that the server's log is appended to; default `postgres.log` in the folder. */
  log?: string;
};

export type RunningPostgres = {
  /** `postgres://postgres:…@127.0.0.1:port/postgres`, a superuser. */
  adminUrl: string;
  port: number;
  /** Absent when a server that already ran on this folder was adopted. */
  child?: ChildProcess;
  /** Fast shutdown: running transactions are rolled back, nothing committed is lost. */
  stop(): Promise<void>;
};

/** Where this folder's data lie: inside it, or, if root's other user cannot reach it, apart. */
export function dataFolderOf(folder: string): string {
  const user = serverUser();
  const full = resolve(folder);
  if (!user || canReach(user, full)) return join(full, "data");
  const name = createHash("sha256").update(full).digest("hex").slice(0, 16);
  return join(SYSTEM_FOLDER, `data-${name}`);
}

/** Deletes the server's files for good. The server must have been stopped. */
export function removePostgres(folder: string): void {
  rmSync(dataFolderOf(folder), { recursive: true, force: true });
  rmSync(resolve(folder), { recursive: true, force: true });
}

/** Stops the server that runs on this folder, whoever started it; none is fine too. */
export async function stopPostgres(folder: string): Promise<void> {
  const dataFolder = dataFolderOf(folder);
  const running = readPidFile(dataFolder);
  if (running && isPostgres(running.pid)) await stopRunning(dataFolder, running.pid);
}

/**
 * Starts the embedded PostgreSQL of a folder (creating it on the first call) as a direct child that
 * ends with this process, or adopts the one that already answers there.
 * @throws a sentence for people: port busy, no binaries for this system, the server's last words
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const folder = resolve(options.folder);
  mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const dataFolder = dataFolderOf(folder);
  const log = options.log ?? join(folder, "postgres.log");
  const password = passwordOf(folder);

  const adopted = await adopt(dataFolder, password);
  if (adopted) return adopted;

  const binaries = readyBinaries(folder);
  if (!existsSync(join(dataFolder, "PG_VERSION"))) initialise(binaries, dataFolder, password, log);
  return launch(binaries, dataFolder, password, options.port, log);
}

function passwordOf(folder: string): string {
  const file = join(folder, "password");
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  }
  return readFileSync(file, "utf8").trim();
}

function adminUrlOf(port: number, password: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

function runAs({ user }: Binaries): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

/** Nothing of ours: messages in English, times in UTC. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
}

/** Creates the cluster beside its final place, so that one cut short is never taken for whole. */
function initialise(binaries: Binaries, dataFolder: string, password: string, log: string): void {
  const half = `${dataFolder}.new`;
  const passwordFile = `${dataFolder}.password`;
  rmSync(half, { recursive: true, force: true });
  if (binaries.user) mkdirSync(resolve(dataFolder, ".."), { recursive: true, mode: 0o755 });
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (binaries.user) {
    chownSync(half, binaries.user.uid, binaries.user.gid);
    chownSync(passwordFile, binaries.user.uid, binaries.user.gid);
  }
  const words = [
    `--pgdata=${half}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ];
  const result = spawnSync(join(binaries.folder, "bin", "initdb"), words, {
    cwd: "/",
    encoding: "utf8",
    env: serverEnvironment(),
    ...runAs(binaries),
  });
  rmSync(passwordFile, { force: true });
  writeFileSync(log, `${result.stdout ?? ""}${result.stderr ?? ""}`, {
    flag: "a",
    mode: 0o600,
  });
  if (result.status !== 0) {
    const reason = result.error?.message ?? lastLine(result.stderr ?? "");
    throw new Error(`PostgreSQL could not create its files in ${dataFolder}: ${reason}`);
  }
  rmSync(dataFolder, { recursive: true, force: true });
  renameSync(half, dataFolder);
}

async function launch(
  binaries: Binaries,
  dataFolder: string,
  password: string,
  port: number,
  log: string,
): Promise<RunningPostgres> {
  const settings = Object.entries({ ...SETTINGS, port: String(port) });
  const output = openSync(log, "a", 0o600);
  const child = spawn(
    join(binaries.folder, "bin", "postgres"),
    ["-D", dataFolder, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      cwd: "/",
      // Its own process group: Ctrl-C reaches us alone, and we stop the server last.
      detached: true,
      stdio: ["ignore", output, output],
      env: serverEnvironment(),
      ...runAs(binaries),
    },
  );
  const watcher = watch(dataFolder, child.pid ?? 0);
  closeSync(output);

  let failed: Error | undefined;
  child.once("error", (error) => {
    failed = error;
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || failed;
  const stop = async () => {
    if (!hasEnded()) {
      child.kill("SIGINT");
      const timer = setTimeout(() => child.kill("SIGQUIT"), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    }
    watcher.kill("SIGKILL");
  };

  const adminUrl = adminUrlOf(port, password);
  const giveUpAt = Date.now() + READY_TIMEOUT_MS;
  while (!hasEnded() && Date.now() < giveUpAt) {
    // Another server may hold this port: only the one with our folder counts.
    if ((await dataFolderAt(adminUrl)) === dataFolder) return { adminUrl, port, child, stop };
    await new Promise((next) => setTimeout(next, PROBE_EVERY_MS));
  }
  await stop();
  const words = readFileSync(log, "utf8");
  if (words.slice(-2_000).includes("Address already in use")) {
    throw Object.assign(
      new Error(
        `Port ${port} is already in use by another program: stop that program, or set COUNTERSIGN_PORT_BASE to another base.`,
      ),
      { code: "EADDRINUSE", port },
    );
  }
  throw new Error(`PostgreSQL did not start: ${failed?.message ?? lastLine(words)} (see ${log})`);
}

/** A process that stops the server when this one ends, be it by kill -9. */
function watch(dataFolder: string, pid: number): ChildProcess {
  const watcher = spawn(
    process.execPath,
    [join(import.meta.dirname, "follow.mjs"), dataFolder, String(pid)],
    { detached: true, stdio: ["pipe", "ignore", "ignore"], env: serverEnvironment() },
  );
  watcher.stdin?.on("error", () => {});
  watcher.unref();
  return watcher;
}

/**
 * A server that answers on this folder is used as it is. One that is starting or stopping is waited
 * for; a pid file whose process is no PostgreSQL is what a crash of the machine left, and goes.
 */
async function adopt(dataFolder: string, password: string): Promise<RunningPostgres | undefined> {
  const giveUpAt = Date.now() + STOP_TIMEOUT_MS;
  for (;;) {
    const left = readPidFile(dataFolder);
    if (!left) return undefined;
    const adminUrl = adminUrlOf(left.port, password);
    if (left.port && (await dataFolderAt(adminUrl)) === dataFolder) {
      const watcher = watch(dataFolder, left.pid);
      const stop = async () => {
        await stopRunning(dataFolder, left.pid);
        watcher.kill("SIGKILL");
      };
      return { adminUrl, port: left.port, stop };
    }
    if (!isPostgres(left.pid)) {
      rmSync(join(dataFolder, "postmaster.pid"), { force: true });
      return undefined;
    }
    if (Date.now() > giveUpAt) {
      throw new Error(
        `A PostgreSQL (process ${left.pid}) holds ${dataFolder} but does not answer: end that process, then start again.`,
      );
    }
    await new Promise((next) => setTimeout(next, 200));
  }
}

async function stopRunning(dataFolder: string, pid: number): Promise<void> {
  const giveUpAt = Date.now() + STOP_TIMEOUT_MS;
  if (readPidFile(dataFolder)?.pid === pid) process.kill(pid, "SIGINT");
  while (readPidFile(dataFolder)?.pid === pid && Date.now() < giveUpAt) {
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** `postmaster.pid`: line 1 the process, line 4 the port. */
function readPidFile(dataFolder: string): { pid: number; port: number } | undefined {
  const file = join(dataFolder, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0) };
}

function isPostgres(pid: number): boolean {
  if (!(pid > 0)) return false;
  const commandLine = `/proc/${pid}/cmdline`;
  if (existsSync("/proc/self/cmdline")) {
    if (!existsSync(commandLine)) return false;
    return (readFileSync(commandLine, "utf8").split("\0")[0] ?? "").includes("postgres");
  }
  const { stdout } = spawnSync("ps", ["-p", String(pid), "-o", "comm="], { encoding: "utf8" });
  return (stdout ?? "").includes("postgres");
}

async function dataFolderAt(adminUrl: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(
      "select current_setting('data_directory') as folder",
    );
    return rows[0]?.folder;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
