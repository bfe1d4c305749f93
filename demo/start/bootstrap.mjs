// `npm start`: needs nothing but Node 20.9, brings the rest, then hands over to main.ts on Node 24.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { HELP, readArguments } from "./arguments.mjs";
import { ensureInstalled, oldNodeSentence, ROOT, requireNode } from "./install.mjs";

function leave(sentence) {
  process.stderr.write(`\n  ${sentence}\n\n`);
  process.exit(1);
}

const begunAt = Date.now();
const words = process.argv.slice(2);
const asked = readArguments(words);
if ("fault" in asked) leave(asked.fault);
if (asked.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const tooOld = oldNodeSentence();
if (tooOld) leave(tooOld);

process.stdout.write("\n  Countersign\n\n");
let node = "";
try {
  await ensureInstalled();
  node = requireNode();
} catch (error) {
  leave(error.message);
}

const child = spawn(
  node,
  ["--import", join(ROOT, "demo/start/loopback.mjs"), join(ROOT, "demo/start/main.ts"), ...words],
  // Over the channel the launcher notices our death, be it by kill -9, and stops everything.
  {
    cwd: ROOT,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, COUNTERSIGN_BEGUN_AT: String(begunAt) },
  },
);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
// Whoever kills npm alone, or the shell that it starts us in, means all of it.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid !== parent) child.kill("SIGTERM");
}, 500);
if (!process.env.npm_lifecycle_event) clearInterval(watch);
child.once("error", (error) => leave(`Node could not be started: ${error.message}`));
child.once("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
