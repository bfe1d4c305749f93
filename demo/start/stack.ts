import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Provisioned, provision } from "#demo/postgres/provision.ts";
import { type Addresses, addressesOf, type OpKind } from "./addresses.ts";
import { buildNext, isBuilt } from "./build-next.ts";
import { DatabaseServer } from "./database-server.ts";
import { type Environments, type ExtraSettings, environmentsOf } from "./environment.ts";
import { ManagedProcess } from "./managed-process.ts";
import { requireFreePorts } from "./obstacles.ts";
import { processPlans } from "./process-plans.ts";
import { runToEnd } from "./run-to-end.ts";
import { readSecrets, type Secrets } from "./secrets.ts";

/** Parts of a stack that can be left out, killed and started again by name. */
export type ProcessName =
  | "postgres"
  | "op"
  | "bank"
  | "device"
  | "device-worker"
  | "console"
  | "engine"
  | "portal";

export type StackProcess = Pick<
  ManagedProcess,
  "name" | "pid" | "isRunning" | "logFile" | "output" | "start" | "stop" | "kill9" | "restart"
>;

/** Told of every step; steps overlap. */
export type StackReporter = {
  begin(title: string): void;
  done(title: string, detail?: string): void;
};

export type StackOptions = {
  /** console = base, phone +1, OP +2, bank +3, PostgreSQL +4, Keycloak's management +5, portal +6. */
  portBase: number;
  /** Secrets, database files, logs; what it holds already is gone on with. */
  dataFolder: string;
  op: OpKind;
  /** Opens the bank's test door. */
  faults?: boolean;
  /** Starts these parts only (and PostgreSQL, on which all stand). */
  only?: readonly ProcessName[];
  /** An administrator's address of a PostgreSQL to use instead of an embedded one. */
  databaseUrl?: string;
  /** Name of the database on that server. */
  database?: string;
  /** Settings beside the derived ones, by process: limits, time-outs, log level. */
  settings?: ExtraSettings;
  report?: StackReporter;
  /** A process ended that nobody asked to end; the stack goes on without it. */
  onDeath?: (death: Error) => void;
  /** Gives up a start that is under way. */
  signal?: AbortSignal;
};

export type Stack = {
  op: OpKind;
  addresses: Addresses;
  dataFolder: string;
  logFolder: string;
  /** Where PostgreSQL lets an administrator in; every zone's schema can be read from there. */
  adminUrl: string;
  database: Provisioned;
  secrets: Secrets;
  processes: ReadonlyMap<ProcessName, StackProcess>;
  /** Ends every process in the reverse order of their start. */
  stop(): Promise<void>;
};

/**
 * Brings up the whole demo, or the parts named in `only`, and resolves when all of them answer.
 * If one does not start, those that did are stopped again.
 * @throws a sentence for people, with the failed process's last lines
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dataFolder = resolve(options.dataFolder);
  const logFolder = join(dataFolder, "logs");
  mkdirSync(logFolder, { recursive: true, mode: 0o711 });
  const failure = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, failure.signal])
    : failure.signal;
  const start = new StackStart({ ...options, dataFolder, logFolder, signal });
  try {
    return await Promise.race([start.run(), whenAborted(signal)]);
  } catch (error) {
    failure.abort(error);
    await start.stop();
    throw error;
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

type StartOptions = StackOptions & { logFolder: string; signal: AbortSignal };

class StackStart {
  readonly #options: StartOptions;
  readonly #addresses: Addresses;
  readonly #secrets: Secrets;
  readonly #processes = new Map<ProcessName, StackProcess>();
  #stopped: Promise<void> | undefined;

  constructor(options: StartOptions) {
    this.#options = options;
    this.#addresses = addressesOf(options.portBase, options.op);
    this.#secrets = readSecrets(join(options.dataFolder, "secrets.json"));
  }

  async run(): Promise<Stack> {
    const { op, dataFolder, logFolder } = this.#options;
    await this.#requirePorts();
    const built = this.#wants("device") || this.#wants("console") ? this.#build() : undefined;
    // Whichever fails first is what `startStack` throws; the others' failures follow from it.
    built?.catch(() => {});
    const { adminUrl, database } = await this.#startDatabase();
    const environments = environmentsOf({
      addresses: this.#addresses,
      op,
      secrets: this.#secrets,
      database,
      dataFolder,
      faults: this.#options.faults ?? false,
      ...(this.#options.settings && { extra: this.#options.settings }),
    });
    await this.#startProcesses(environments, built ?? Promise.resolve());
    return {
      op,
      addresses: this.#addresses,
      dataFolder,
      logFolder,
      adminUrl,
      database,
      secrets: this.#secrets,
      processes: this.#processes,
      stop: () => this.stop(),
    };
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  /** Servers first and all at once; the database, which they still write to, last. */
  async #stopAll(): Promise<void> {
    const processes = [...this.#processes.values()];
    const database = this.#processes.get("postgres");
    await Promise.all(processes.filter((one) => one !== database).map((one) => one.stop()));
    await database?.stop();
  }

  #wants(name: ProcessName): boolean {
    return this.#options.only?.includes(name) ?? true;
  }

  async #step<T>(title: string, work: () => Promise<T>, detail?: (result: T) => string) {
    this.#options.signal.throwIfAborted();
    this.#options.report?.begin(title);
    const result = await work();
    this.#options.signal.throwIfAborted();
    this.#options.report?.done(title, detail?.(result));
    return result;
  }

  /** PostgreSQL's port is left to its launcher: a server of ours may still answer on it. */
  async #requirePorts(): Promise<void> {
    const { port } = this.#addresses;
    const served = ["console", "device", "op", "bank", "portal"] as const;
    const names = served.filter((name) => this.#wants(name));
    await requireFreePorts(Object.fromEntries(names.map((name) => [name, port[name]])));
    if (this.#options.op === "keycloak" && this.#wants("op")) {
      await requireFreePorts({ "Keycloak's management": port.opManagement });
    }
  }

  #build(): Promise<void> {
    if (isBuilt()) return Promise.resolve();
    const logFile = this.#logFile("build");
    return this.#step("Build", () => buildNext(logFile, this.#options.signal));
  }

  #startDatabase(): Promise<{ adminUrl: string; database: Provisioned }> {
    const { databaseUrl, dataFolder } = this.#options;
    return this.#step(
      "Database",
      async () => {
        let adminUrl = databaseUrl;
        if (!adminUrl) {
          const server = new DatabaseServer({
            folder: join(dataFolder, "postgres"),
            port: this.#addresses.port.postgres,
            logFile: this.#logFile("postgres"),
            onDeath: (death) => this.#died(death),
          });
          this.#processes.set("postgres", server);
          await server.start();
          adminUrl = server.adminUrl;
        }
        const database = await provision({
          adminUrl,
          database: this.#options.database ?? "countersign",
          passwords: this.#secrets.databasePasswords,
        });
        return { adminUrl, database };
      },
      ({ adminUrl }) => `PostgreSQL at ${new URL(adminUrl).host}`,
    );
  }

  async #startProcesses(environments: Environments, built: Promise<void>): Promise<void> {
    const prepared = {
      device: this.#prepare("device", environments),
      console: this.#prepare("console", environments),
    };
    const { op } = this.#options;
    const plans = processPlans({ addresses: this.#addresses, environments, op });
    const starts = plans.map(async (plan) => {
      if (!this.#wants(plan.name)) return;
      const process = new ManagedProcess({
        ...plan,
        name: plan.words,
        logFile: this.#logFile(plan.name),
        onDeath: (death) => this.#died(death),
      });
      this.#processes.set(plan.name, process);
      if (plan.zone) await prepared[plan.zone];
      if (plan.needsBuild) await built;
      await this.#step(
        plan.title,
        () => process.start(),
        () => plan.address ?? "",
      );
    });
    await Promise.all([...starts, ...Object.values(prepared), built]);
  }

  async #prepare(zone: "device" | "console", environments: Environments): Promise<void> {
    const names = zone === "device" ? ["device", "device-worker"] : ["console", "engine"];
    if (!names.some((name) => this.#wants(name as ProcessName))) return;
    await runToEnd({
      name: `preparation of the ${zone}'s tables`,
      command: [`lib/${zone}/prepare.ts`],
      env: zone === "device" ? environments.prepareDevice : environments.prepareConsole,
      logFile: this.#logFile(`prepare-${zone}`),
      signal: this.#options.signal,
    });
  }

  #died(death: Error): void {
    if (!this.#stopped) this.#options.onDeath?.(death);
  }

  /** A log is of one run of the stack; that of the run before is kept beside it. */
  #logFile(name: string): string {
    const file = join(this.#options.logFolder, `${name}.log`);
    try {
      renameSync(file, `${file}.before`);
    } catch {
      rmSync(file, { force: true });
    }
    return file;
  }
}
