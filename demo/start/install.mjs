// Brings node_modules to the state of package-lock.json and finds Node 24 in it. Plain JavaScript
// without dependencies: it runs under the system's Node before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const MIN_NODE = [20, 9];
const WANTED_NODE_MAJOR = 24;
const lockFile = join(ROOT, "package-lock.json");
const stampFile = join(ROOT, "node_modules", ".countersign-lock");

/** @returns {string | undefined} one sentence if this Node is too old to go on with */
export function oldNodeSentence(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return undefined;
  return `Node ${MIN_NODE.join(".")} or later is needed to start Countersign; this is ${version}.`;
}

/** Installs if node_modules is missing or belongs to another lock file. Throws a sentence. */
export async function ensureInstalled() {
  const lock = readFileSync(lockFile);
  const hash = createHash("sha256").update(lock).update(`${process.platform}-${process.arch}`);
  const stamp = hash.digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  if (!holdsAll(JSON.parse(lock.toString()))) await install();
  writeFileSync(stampFile, stamp);
}

/** True if someone else's `npm ci` or `npm install` already brought every package of the lock. */
function holdsAll(lock) {
  const hiddenFile = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(hiddenFile) || !findNode()) return false;
  const hidden = JSON.parse(readFileSync(hiddenFile, "utf8")).packages;
  return Object.entries(lock.packages).every(
    ([path, { version, optional, link }]) =>
      path === "" || optional || link || hidden[path]?.version === version,
  );
}

async function install() {
  const begunAt = Date.now();
  const tty = process.stdout.isTTY;
  const title = "Packages";
  const seconds = () => `${((Date.now() - begunAt) / 1000).toFixed(1).padStart(6)} s`;
  if (!tty) process.stdout.write(`  … ${title} (npm ci, about a minute the first time)\n`);
  const show = () => process.stdout.write(`\r  ⠿ ${title.padEnd(18)}${seconds()}  npm ci\x1b[K`);
  const timer = tty ? setInterval(show, 100) : undefined;
  const { code, output } = await runNpm(["ci", "--no-progress", "--loglevel=error"]);
  clearInterval(timer);
  if (tty) process.stdout.write("\r\x1b[K");
  if (code !== 0) {
    if (/ENOSPC|no space left/i.test(output)) {
      throw new Error("The disk is full: free at least 2 GB, then start again.");
    }
    throw new Error(
      `npm ci failed (exit code ${code}); its last lines:\n${output.trim().split("\n").slice(-15).join("\n")}`,
    );
  }
  process.stdout.write(`  ✓ ${title.padEnd(18)}${seconds()}\n`);
}

function runNpm(words) {
  // Under `npm start` this is the very npm that runs us; elsewhere the one on the path.
  const ownNpm = process.env.npm_execpath;
  const [program, first] = ownNpm ? [process.execPath, [ownNpm]] : ["npm", []];
  return new Promise((done, fail) => {
    const child = spawn(program, [...first, ...words], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      shell: !ownNpm && process.platform === "win32",
      env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (part) => {
        output = (output + part).slice(-20_000);
      });
    }
    child.once("error", fail);
    child.once("close", (code) => done({ code, output }));
  });
}

/** @returns {string | undefined} the path of a Node 24 or later */
export function findNode() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const program = process.platform === "win32" ? "node.exe" : "node";
  const home = join(ROOT, "node_modules", `node-${system}-${process.arch}`, "bin", program);
  if (existsSync(home) && spawnSync(home, ["--version"]).status === 0) return home;
  return Number(process.versions.node.split(".")[0]) >= WANTED_NODE_MAJOR
    ? process.execPath
    : undefined;
}

/** @returns {string} the path of a Node 24 or later. Throws a sentence if there is none. */
export function requireNode() {
  const node = findNode();
  if (node) return node;
  throw new Error(
    `There is no packaged Node ${WANTED_NODE_MAJOR} for ${process.platform}-${process.arch}: install Node ${WANTED_NODE_MAJOR} or later and start again.`,
  );
}
