import { existsSync, readFileSync } from "node:fs";
import { type RunningPostgres, startPostgres } from "#demo/postgres/launch.ts";
import type { StackProcess } from "./stack.ts";

/** The embedded PostgreSQL, handled like every other process of a stack. */
export class DatabaseServer implements StackProcess {
  readonly name = "database";
  readonly logFile: string;
  readonly #options: { folder: string; port: number; onDeath: (death: Error) => void };
  #server: RunningPostgres | undefined;
  #starting: Promise<RunningPostgres> | undefined;
  #endWanted = true;

  constructor(options: {
    folder: string;
    port: number;
    logFile: string;
    onDeath: (death: Error) => void;
  }) {
    this.#options = options;
    this.logFile = options.logFile;
  }

  get adminUrl(): string {
    if (!this.#server) throw new Error("The database was not started.");
    return this.#server.adminUrl;
  }

  get pid(): number | undefined {
    return this.isRunning ? this.#server?.child?.pid : undefined;
  }

  get isRunning(): boolean {
    const server = this.#server;
    if (!server) return false;
    return !server.child || (server.child.exitCode === null && server.child.signalCode === null);
  }

  async start(): Promise<void> {
    const { folder, port, onDeath } = this.#options;
    this.#starting = startPostgres({ folder, port, log: this.logFile });
    const server = await this.#starting;
    this.#server = server;
    this.#endWanted = false;
    server.child?.once("close", () => {
      if (this.#endWanted || server !== this.#server) return;
      const lines = this.output().trimEnd().split("\n").slice(-6).join("\n    ");
      onDeath(new Error(`The database ended unexpectedly. Its last lines:\n    ${lines}`));
    });
  }

  async stop(): Promise<void> {
    this.#endWanted = true;
    // Also ends a start that is under way.
    const server = await this.#starting?.catch(() => undefined);
    this.#server = undefined;
    this.#starting = undefined;
    await server?.stop();
  }

  async kill9(): Promise<void> {
    this.#endWanted = true;
    const child = this.#server?.child;
    if (!child || !this.isRunning) return;
    const ended = new Promise((done) => child.once("close", done));
    child.kill("SIGKILL");
    await ended;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  output(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, "utf8") : "";
  }
}
