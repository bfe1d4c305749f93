import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { ROOT } from "./managed-process.ts";
import { runToEnd } from "./run-to-end.ts";

/** What the build is made of. Tests and the demo's own programs are not in it. */
const SOURCES = [
  "app",
  "lib",
  "public",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "next.config.js",
  "next.config.mjs",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
];

const OTHER_BUILD_WORDS = "Another next build process is already running";
const OTHER_BUILD_TIMEOUT_MS = 180_000;

const stampFile = join(ROOT, ".next", "countersign-sources");

/** SHA-256 over names and contents of everything that the build reads. */
export function sourceHash(): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of filesBelow(join(ROOT, source))) {
      hash
        .update(`${relative(ROOT, file)}\0`)
        .update(readFileSync(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** True if the last successful build was made from exactly these sources. */
export function isBuilt(): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === sourceHash();
}

/**
 * Builds the Next application of both zones, unless that has been done from these sources. Waits
 * while another launcher builds: Next refuses a second build in the same folder.
 * @throws with the build's last lines
 */
export async function buildNext(logFile: string, signal: AbortSignal): Promise<void> {
  const giveUpAt = Date.now() + OTHER_BUILD_TIMEOUT_MS;
  for (;;) {
    const hash = sourceHash();
    try {
      await runToEnd({
        name: "build",
        command: ["node_modules/next/dist/bin/next", "build"],
        env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
        logFile,
        signal,
      });
      writeFileSync(stampFile, hash);
      return;
    } catch (error) {
      const isOther = readFileSync(logFile, "utf8").includes(OTHER_BUILD_WORDS);
      if (!isOther || Date.now() > giveUpAt) throw error;
      rmSync(logFile);
    }
    await setTimeout(1_000, undefined, { signal });
    if (isBuilt()) return;
  }
}
