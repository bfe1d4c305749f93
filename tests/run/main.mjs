// `npm test`: every part in turn, whatever failed before, and one closing line.
//   npm test                                   everything
//   npm test -- unit|integration|contract [file…]
//   npm test -- e2e [file…] [--op=embedded|keycloak]
//   npm test -- check
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, oldNodeSentence, ROOT, requireNode } from "../../demo/start/install.mjs";
import { requireChromium } from "./chromium.mjs";
import { missingForKeycloak } from "./java.mjs";
import { closingLine, playwrightTally, vitestTally } from "./tally.mjs";

const VITEST_PARTS = ["unit", "integration", "contract"];
const OPS = ["embedded", "keycloak"];
const RESULTS = join(ROOT, ".countersign", "test-results");
const NONE = { passed: 0, failed: 0, skipped: 0 };
const ONE_FAILED = { ...NONE, failed: 1 };

const isCi = process.env.CI === "true";
const begunAt = Date.now();
/** @type {import("./tally.mjs").Tally[]} */
const tallies = [];
/** @type {import("node:child_process").ChildProcess | undefined} */
let running;
let interrupted = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    interrupted = true;
    running?.kill(signal);
  });
}

function say(text) {
  process.stdout.write(`\n▸ ${text}\n`);
}

function leave(sentence) {
  process.stderr.write(`\n  ${sentence}\n\n`);
  process.exit(1);
}

/** @returns {Promise<number>} the exit code */
function run(program, words, extra = {}) {
  if (interrupted) return Promise.resolve(1);
  const loopback = pathToFileURL(join(ROOT, "demo/start/loopback.mjs"));
  const env = {
    ...process.env,
    PATH: `${join(ROOT, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
    NEXT_TELEMETRY_DISABLED: "1",
    // `*.localhost` must resolve in test processes as it does in the demo's.
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import ${loopback.href}`.trim(),
    ...extra,
  };
  return new Promise((done) => {
    running = spawn(program, words, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"], env });
    running.once("error", (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      done(1);
    });
    running.once("close", (code) => done(code ?? 1));
  });
}

/** A part that ended badly without a failed test to show for it is one failure. */
function record(name, tally, code) {
  const counted = tally ?? NONE;
  const result = code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  tallies.push(result);
  const { passed, failed, skipped } = result;
  process.stdout.write(`▪ ${name} · passed ${passed} · failed ${failed} · skipped ${skipped}\n`);
  return result;
}

async function check() {
  say("check");
  const npm = process.env.npm_execpath;
  const words = ["run", "--silent", "check"];
  const code = npm ? await run(process.execPath, [npm, ...words]) : await run("npm", words);
  if (code !== 0) record("check", ONE_FAILED, code);
}

async function vitest(node, parts, files) {
  const name = parts.join("-");
  const report = join(RESULTS, `${name}.json`);
  say(parts.join(", "));
  const missing = parts.includes("contract") ? missingForKeycloak() : undefined;
  if (missing)
    say(`${isCi ? "FAILED" : "SKIPPED"}: contract tests on Keycloak, because ${missing}.`);
  if (missing && isCi) record("contract on Keycloak", ONE_FAILED, 1);
  const code = await run(
    node,
    [
      join(ROOT, "node_modules/vitest/vitest.mjs"),
      "run",
      "--config=tests/run/vitest.config.ts",
      ...parts.map((part) => `--project=${part}`),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...files,
    ],
    missing ? {} : { COUNTERSIGN_KEYCLOAK_TESTS: "1" },
  );
  record(parts.join(", "), vitestTally(report), code);
}

async function playwright(node, op, files, embedded) {
  const name = `end-to-end on ${op === "keycloak" ? "Keycloak" : "the embedded OP"}`;
  if (op === "keycloak") {
    const missing = missingForKeycloak();
    if (missing && !isCi) {
      say(`SKIPPED: ${name}, because ${missing}. Install it to run these tests.`);
      const skipped = embedded ? embedded.passed + embedded.failed + embedded.skipped : 1;
      tallies.push({ ...NONE, skipped });
      return undefined;
    }
    if (missing) {
      say(`FAILED: ${name}, because ${missing} (CI=true).`);
      return record(name, ONE_FAILED, 1);
    }
  }
  let chromium = "";
  try {
    chromium = requireChromium();
  } catch (error) {
    say(`FAILED: ${name}. ${error.message}`);
    return record(name, ONE_FAILED, 1);
  }
  say(name);
  const report = join(RESULTS, `e2e-${op}.json`);
  const code = await run(
    node,
    [
      join(ROOT, "node_modules/@playwright/test/cli.js"),
      "test",
      "--config=tests/e2e/playwright.config.ts",
      "--reporter=list,json",
      ...files,
    ],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1",
      COUNTERSIGN_CHROMIUM: chromium,
      COUNTERSIGN_OP: op,
    },
  );
  return record(name, playwrightTally(report), code);
}

const [part, ...rest] = process.argv.slice(2);
const known = [...VITEST_PARTS, "e2e", "check"];
if (part && !known.includes(part)) {
  leave(`npm test does not know ${JSON.stringify(part)}: it takes one of ${known.join(", ")}.`);
}
const tooOld = oldNodeSentence();
if (tooOld) leave(tooOld);

let node = "";
try {
  await ensureInstalled();
  node = requireNode();
} catch (error) {
  leave(error.message);
}
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const files = rest.filter((word) => !word.startsWith("--op="));
const askedOp = rest.find((word) => word.startsWith("--op="))?.slice("--op=".length);
const ops = askedOp ? [askedOp] : OPS;

if (!part || part === "check") await check();
if (!part) await vitest(node, VITEST_PARTS, []);
else if (VITEST_PARTS.includes(part)) await vitest(node, [part], files);
if (!part || part === "e2e") {
  let embedded;
  for (const op of ops) {
    const result = await playwright(node, op, files, embedded);
    if (op === "embedded") embedded = result;
  }
}

const minutes = ((Date.now() - begunAt) / 60_000).toFixed(1);
process.stdout.write(`\n${minutes} minutes\n${closingLine(tallies)}\n`);
process.exit(interrupted || tallies.some(({ failed }) => failed > 0) ? 1 : 0);
