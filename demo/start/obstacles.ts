import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** Something outside the demo that stops it; its message is one sentence for people. */
export class Obstacle extends Error {}

const MIN_FREE_BYTES = 1_000_000_000;

/** @throws Obstacle naming the first port that another program holds */
export async function requireFreePorts(ports: Record<string, number>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    throw new Obstacle(
      `Port ${port} (${name}) is in use by another program: stop that program, or choose other ports, for example COUNTERSIGN_PORT_BASE=${freeBaseNear(port)} npm start.`,
    );
  }
}

function freeBaseNear(port: number): number {
  return (Math.floor(port / 100) + 10) * 100;
}

/** True if nothing listens on this port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () =>
      probe.close(() => resolve(true)),
    );
  });
}

/** @throws Obstacle if the disk of `folder` has less than 1 GB left for us */
export function requireFreeDisk(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= MIN_FREE_BYTES) return;
  throw new Obstacle(
    `The disk is almost full: ${Math.floor(free / 1_000_000)} MB are free at ${folder}, and the demo needs 1 GB; free some space and start again.`,
  );
}

/** The sentence for a full disk met on the way, or undefined for any other error. */
export function fullDiskSentence(error: unknown): string | undefined {
  const text =
    error instanceof Error ? `${(error as NodeJS.ErrnoException).code} ${error.message}` : "";
  return /ENOSPC|No space left on device/i.test(text)
    ? "The disk is full: free at least 1 GB and start again; nothing of the demo's data is lost."
    : undefined;
}

/**
 * One launcher per data folder.
 * @returns the function that gives the folder free again
 * @throws Obstacle if another launcher runs on it
 */
export function lockFolder(folder: string, consoleUrl: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "instance.lock");
  const mine = JSON.stringify({ pid: process.pid, console: consoleUrl });
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: "wx" });
      return () => {
        if (existsSync(file) && readFileSync(file, "utf8") === mine) rmSync(file);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const other = readLock(file);
    if (other && isLauncher(other.pid)) {
      throw new Obstacle(
        `Countersign already runs from this folder (process ${other.pid}, ${other.console}): use that one, or stop it first.`,
      );
    }
    rmSync(file, { force: true });
  }
}

function readLock(file: string): { pid: number; console: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { pid: number; console: string };
  } catch {
    return undefined;
  }
}

/** A process id is used again after a while; where the system tells, the command must be ours. */
function isLauncher(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, "utf8").includes("demo/start/");
}
