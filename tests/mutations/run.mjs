import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { removePostgres, startPostgres } from "#demo/postgres/launch.ts";
import { areas } from "./all.ts";
import { apply, editsOf } from "./apply.ts";
import { writeTable } from "./table.ts";

const RUN_MS = 120_000;
const notCopied = new Set([
  ".countersign",
  ".git",
  ".next",
  "node_modules",
  "test-results",
  "tsconfig.tsbuildinfo",
]);
const root = resolve(import.meta.dirname, "../..");
const filters = process.argv.slice(2).map((argument) => argument.toLowerCase());
const say = (line) => process.stdout.write(`${line}\n`);

if (process.argv.includes("--table")) {
  writeTable(join(root, "tests/README.md"));
  process.exit(0);
}

const wanted = areas
  .flatMap(({ title, mutations }) => mutations.map((mutation) => ({ title, mutation })))
  .filter(({ title, mutation: { guard, file, test } }) => {
    const text = `${title} ${guard} ${file} ${test.file}`.toLowerCase();
    return filters.length === 0 || filters.some((filter) => text.includes(filter));
  })
  .map(({ mutation }) => mutation);
if (wanted.length === 0) {
  say(`No guard, file or test contains ${filters.map((each) => `"${each}"`).join(" or ")}.`);
  process.exit(1);
}

const started = Date.now();
const folder = mkdtempSync(join(tmpdir(), "countersign-mutations-"));
// Under root PostgreSQL runs as another user, who must get in here.
chmodSync(folder, 0o711);
const running = new Set();
const postgres = await startPostgres({ folder: join(folder, "postgres"), port: await freePort() });
let exitCode = 1;
process.once("SIGINT", () => {
  for (const child of running) child.kill("SIGTERM");
  void cleanUp().then(() => process.exit(130));
});
try {
  exitCode = await runAll();
} finally {
  await cleanUp();
}
process.exit(exitCode);

async function runAll() {
  const copies = [copyTree("one"), copyTree("two")];
  const green = await baseline(copies);
  const results = await inParallel(copies, wanted, async (copy, mutation) => {
    const verdict =
      green.get(mutation.test.file)?.(mutation.test.name) ?? (await mutate(copy, mutation));
    say(
      `${verdict === "red" ? "held     " : "NOT HELD "} ${mutation.guard}${verdict === "red" ? "" : `\n          ${mutation.file} · ${mutation.test.file} · ${mutation.test.name}\n          ${verdict}`}`,
    );
    return verdict;
  });
  const held = results.filter((verdict) => verdict === "red").length;
  const seconds = Math.round((Date.now() - started) / 1000);
  say(`\n${held} of ${wanted.length} guards hold (${seconds} s)`);
  return held === wanted.length ? 0 : 1;
}

/** Runs each test file without a mutation: red here would prove nothing later. */
async function baseline(copies) {
  const files = [...Map.groupBy(wanted, (mutation) => mutation.test.file)];
  const verdicts = await inParallel(copies, files, async (copy, [file, mutations]) => {
    const names = [...new Set(mutations.map((mutation) => mutation.test.name))];
    const { project } = mutations[0].test;
    const report = await vitest(copy, { project, file, pattern: names.map(escape).join("|") });
    const tests = report.testResults?.flatMap((suite) => suite.assertionResults) ?? [];
    return [
      file,
      (name) => {
        const ran = tests.filter(
          ({ fullName, status }) =>
            fullName.includes(name) && (status === "passed" || status === "failed"),
        );
        if (ran.length === 0) return "no test of this name ran (or its file did not load)";
        return ran.every((test) => test.status === "passed")
          ? undefined
          : "the test is not green before the mutation";
      },
    ];
  });
  return new Map(verdicts);
}

async function mutate(copy, mutation) {
  const before = new Map(
    editsOf(mutation).map(({ file }) => [file, readFileSync(join(copy, file), "utf8")]),
  );
  const fault = apply(copy, mutation);
  if (fault) return fault;
  try {
    const { project, file, name } = mutation.test;
    const report = await vitest(copy, { project, file, pattern: escape(name) });
    if (report.numFailedTests > 0) return "red";
    return report.success === true ? "the mutation survives: green" : "the tests did not run";
  } finally {
    for (const [file, text] of before) writeFileSync(join(copy, file), text);
  }
}

function vitest(copy, { project, file, pattern }) {
  const output = join(copy, "mutation-report.json");
  rmSync(output, { force: true });
  const child = spawn(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--config",
      "tests/run/vitest.config.ts",
      "--project",
      project,
      "--reporter=json",
      `--outputFile=${output}`,
      "-t",
      pattern,
      file,
    ],
    {
      cwd: copy,
      env: { ...process.env, TEST_DATABASE_URL: postgres.adminUrl },
      stdio: ["ignore", "ignore", "ignore"],
    },
  );
  running.add(child);
  const timer = setTimeout(() => child.kill("SIGTERM"), RUN_MS);
  return new Promise((done) => {
    child.once("exit", () => {
      clearTimeout(timer);
      running.delete(child);
      try {
        done(JSON.parse(readFileSync(output, "utf8")));
      } catch {
        done({});
      }
    });
  });
}

/** One worker for each copy; the results in the order of the items. */
async function inParallel(copies, items, work) {
  const results = [];
  let next = 0;
  await Promise.all(
    copies.map(async (copy) => {
      while (next < items.length) {
        const at = next++;
        results[at] = await work(copy, items[at]);
      }
    }),
  );
  return results;
}

function copyTree(name) {
  const copy = join(folder, name);
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => !notCopied.has(path.slice(root.length + 1)),
  });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

async function cleanUp() {
  await postgres.stop();
  removePostgres(join(folder, "postgres"));
  rmSync(folder, { recursive: true, force: true });
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
