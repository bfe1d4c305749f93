import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { removePostgres, stopPostgres } from "#demo/postgres/launch.ts";
import { removeDatabase } from "#demo/postgres/provision.ts";
import { addressesOf, DEFAULT_PORT_BASE, type OpKind } from "./addresses.ts";
import { readArguments } from "./arguments.mjs";
import type { ExtraSettings } from "./environment.ts";
import { ROOT } from "./managed-process.ts";
import { fullDiskSentence, lockFolder, Obstacle, requireFreeDisk } from "./obstacles.ts";
import { showProgress } from "./progress.ts";
import { seedPhones } from "./seed-phones.ts";
import { type Stack, startStack } from "./stack.ts";
import { welcome } from "./welcome.ts";

const DATABASE = "countersign";

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if ("fault" in asked) throw new Obstacle(asked.fault);
  const begunAt = Number(process.env.COUNTERSIGN_BEGUN_AT ?? Date.now());
  const op: OpKind = asked.keycloak ? "keycloak" : "embedded";
  const dataFolder = resolve(ROOT, process.env.COUNTERSIGN_DATA ?? ".countersign");
  const portBase = readPortBase();
  const databaseUrl = process.env.DATABASE_URL || undefined;
  const addresses = addressesOf(portBase, op);

  // Others may walk through (PostgreSQL's user does, under root), but not look around.
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
  requireFreeDisk(dataFolder);
  const unlock = lockFolder(dataFolder, addresses.console);
  process.once("exit", unlock);

  const interrupt = new AbortController();
  let stack: Stack | undefined;
  const death = new Promise<Error>((died) => {
    interrupt.signal.addEventListener("abort", () => died(interrupt.signal.reason));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.on(signal, () => interrupt.abort(new Interrupted(signal)));
    }
    process.on("disconnect", () => interrupt.abort(new Interrupted("SIGHUP")));
  });

  const progress = showProgress();
  try {
    if (asked.fresh) await forget(dataFolder, databaseUrl);
    stack = await startStack({
      portBase,
      dataFolder,
      op,
      faults: process.env.BANK_FAULTS === "on",
      database: DATABASE,
      ...(databaseUrl && { databaseUrl }),
      settings: settingsOf(process.env),
      report: progress,
      signal: interrupt.signal,
      onDeath: (reason) => interrupt.abort(reason),
    });
    progress.begin("Personas");
    const seeded = await seedPhones(stack, interrupt.signal);
    progress.done("Personas", seeded);
    progress.end();
    process.stdout.write(welcome(stack, Date.now() - begunAt));
    throw await death;
  } catch (error) {
    progress.end();
    if (error instanceof Interrupted) process.stdout.write("\n  Stopping …");
    await stack?.stop();
    if (!(error instanceof Interrupted)) throw error;
    process.stdout.write(" everything has ended; your data are kept.\n\n");
  }
}

/** Asked to stop, by a signal or because the program that started us has ended. */
class Interrupted extends Error {}

function readPortBase(): number {
  const text = process.env.COUNTERSIGN_PORT_BASE ?? String(DEFAULT_PORT_BASE);
  const base = Number(text);
  if (Number.isInteger(base) && base >= 1024 && base <= 65_000) return base;
  throw new Obstacle(
    `COUNTERSIGN_PORT_BASE is ${JSON.stringify(text)}: it must be a number from 1024 to 65000.`,
  );
}

/** Settings of the caller's environment go on to the process whose prefix they carry. */
function settingsOf(env: NodeJS.ProcessEnv): ExtraSettings {
  const prefixed = (...prefixes: string[]) =>
    Object.fromEntries(
      Object.entries(env).filter(
        (entry): entry is [string, string] =>
          entry[1] !== undefined &&
          !entry[0].endsWith("_DATABASE_OWNER_URL") &&
          prefixes.some((prefix) => entry[0].startsWith(prefix)),
      ),
    );
  return {
    bank: prefixed("BANK_"),
    op: prefixed("OP_"),
    device: prefixed("DEVICE_", "COUNTERSIGN_LOG_LEVEL"),
    console: prefixed("CONSOLE_", "COUNTERSIGN_LOG_LEVEL"),
  };
}

/** `--fresh`: removes what the demo made in this folder, and its own database. */
async function forget(dataFolder: string, databaseUrl: string | undefined): Promise<void> {
  const ours = existsSync(join(dataFolder, "secrets.json"));
  // An orphan of a start that was killed may still run on the files that are about to go.
  const postgres = join(dataFolder, "postgres");
  await stopPostgres(postgres);
  removePostgres(postgres);
  if (databaseUrl && ours) await removeDatabase(databaseUrl, DATABASE);
  for (const name of ["secrets.json", "phones", "op", "keycloak-data", "logs"]) {
    rmSync(join(dataFolder, name), { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    const sentence = fullDiskSentence(error) ?? (error as Error).message;
    process.stderr.write(`\n  ${sentence}\n\n`);
    process.exit(1);
  },
);
