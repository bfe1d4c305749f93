import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemVariables, type Variables } from "./environment.ts";
import { isFree } from "./obstacles.ts";

export const ROOT = resolve(import.meta.dirname, "../..");

const KILL_AFTER_MS = 5_000;
const LINES_TOLD = 6;
const PORT_TIMEOUT_MS = 10_000;
const PROBE_EVERY_MS = 60;

export type ProcessOptions = {
  /** As people read it: "bank", "phone". */
  name: string;
  /** Arguments of Node: a script, relative to the repository, and its own arguments. */
  command: readonly string[];
  env: Variables;
  logFile: string;
  /** The port it will listen on; a predecessor that is still ending is waited for. */
  port?: number;
  /** Resolves to true once the process does its work; asked until then. */
  isReady: (process: ManagedProcess) => boolean | Promise<boolean>;
  readyTimeoutMs: number;
  /** A program that does one thing: its end with exit code 0 is what `start` waits for. */
  endsByItself?: boolean;
  onDeath: (death: Error) => void;
};

/**
 * One direct child that ends with us, whatever our death. Between `start` and `stop` its end is a
 * death that is reported, except one asked for by `kill9`.
 */
export class ManagedProcess {
  readonly name: string;
  readonly logFile: string;
  readonly #options: ProcessOptions;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #endWanted = true;
  /** Bytes of the log that are from runs before this one. */
  #runBegins = 0;
  #startedAt = 0;

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.name = options.name;
    this.logFile = options.logFile;
  }

  get pid(): number | undefined {
    return this.isRunning ? this.#child?.pid : undefined;
  }

  get isRunning(): boolean {
    const child = this.#child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** Milliseconds since its last start. */
  get ageMs(): number {
    return Date.now() - this.#startedAt;
  }

  /**
   * Starts the process and waits until it is ready.
   * @param extra variables over its usual ones, for this run of it only
   * @throws with its last words, if it ends before that or takes too long
   */
  async start(extra: Variables = {}): Promise<void> {
    const { command, env, logFile, port, isReady, readyTimeoutMs, onDeath } = this.#options;
    this.#endWanted = false;
    const freeBy = Date.now() + PORT_TIMEOUT_MS;
    while (port && Date.now() < freeBy && !(await isFree(port))) await sleep(PROBE_EVERY_MS);
    if (this.#endWanted) return;
    const output = openSync(logFile, "a", 0o600);
    this.#runBegins = fstatSync(output).size;
    const preloads = ["loopback.mjs", "follow-parent.mjs"];
    const child = spawn(
      process.execPath,
      [...preloads.flatMap((file) => ["--import", join(import.meta.dirname, file)]), ...command],
      {
        cwd: ROOT,
        // A group of its own: Ctrl-C in the terminal reaches the launcher alone, which stops all.
        detached: true,
        stdio: ["ignore", output, output, "pipe"],
        env: {
          NODE_ENV: "production",
          NO_COLOR: "1",
          ...systemVariables(),
          ...env,
          ...extra,
          COUNTERSIGN_LAUNCHER_PID: String(process.pid),
        },
      },
    );
    closeSync(output);
    this.#child = child;
    this.#startedAt = Date.now();
    let failed: Error | undefined;
    (child.stdio[3] as Socket | undefined)?.on("error", () => {});
    let ready = false;
    this.#ended = new Promise((done) => {
      child.once("error", (error) => {
        failed = error;
        this.#child = undefined;
        done();
      });
      child.once("exit", (code, signal) => {
        done();
        if (ready && !this.#endWanted && child === this.#child) {
          onDeath(this.#lastWords(`ended unexpectedly (${signal ?? `exit code ${code}`})`));
        }
      });
    });

    const giveUpAt = Date.now() + readyTimeoutMs;
    while (Date.now() < giveUpAt) {
      if (failed) throw failed;
      if (!this.isRunning) {
        if (this.#endWanted || (this.#options.endsByItself && child.exitCode === 0)) return;
        const end = child.signalCode ?? `exit code ${child.exitCode}`;
        const what = this.#options.endsByItself ? "failed" : "did not start";
        throw this.#lastWords(`${what} (${end})`);
      }
      if (await isReady(this)) {
        ready = true;
        return;
      }
      await sleep(PROBE_EVERY_MS);
    }
    const late = this.#lastWords(`was not ready after ${readyTimeoutMs / 1000} s`);
    await this.stop();
    throw late;
  }

  /** SIGTERM, then SIGKILL after 5 s. Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.#endWanted = true;
    if (!this.isRunning) return;
    this.#child?.kill("SIGTERM");
    const timer = setTimeout(() => this.#child?.kill("SIGKILL"), KILL_AFTER_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  /** The hardest death, for tests. Resolves when the process is gone. */
  async kill9(): Promise<void> {
    this.#endWanted = true;
    if (!this.isRunning) return;
    this.#child?.kill("SIGKILL");
    await this.#ended;
  }

  /** Stops it if it runs, then starts it again. */
  async restart(extra: Variables = {}): Promise<void> {
    await this.stop();
    await this.start(extra);
  }

  /** What the process wrote since its log was begun. */
  output(): string {
    return readFileSync(this.logFile, "utf8");
  }

  /** What it wrote since its last start. */
  outputOfThisRun(): string {
    return readFileSync(this.logFile).subarray(this.#runBegins).toString();
  }

  #lastWords(what: string): Error {
    const words = tellingLines(this.output())
      .map((line) => `    ${line.slice(0, 400)}`)
      .join("\n");
    return new Error(`The ${this.name} ${what}. Its last lines (${this.logFile}):\n${words}`);
  }
}

/** The last lines; of a crash those from the error's message on, not the tail of its stack. */
function tellingLines(output: string): string[] {
  const lines = output.trimEnd().split("\n");
  const error = lines.findLastIndex((line) => /^(Uncaught )?[A-Za-z]*[Ee]rror\b.*:/.test(line));
  if (error >= 0 && error > lines.length - 120) return lines.slice(error, error + LINES_TOLD);
  return lines.slice(-LINES_TOLD);
}
