// `npm run check`: format, lint, types, import rules, dead code, references, generated files.
// All at once; prints what failed, in seconds.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const bin = (name) => join(root, "node_modules/.bin", name);
/** A check that silently looks at nothing is worse than none: fewer modules than this is a failure. */
const MIN_MODULES = 300;

/** Runs a command, answers its exit code and everything that it printed. */
function run(command, args) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, FORCE_COLOR: "0" } });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => done({ code: 1, output: String(error) }));
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}

async function importRules() {
  const result = await run(bin("depcruise"), [
    "--config",
    ".dependency-cruiser.mjs",
    "--output-type",
    "json",
    "lib",
    "app",
    "demo",
    "keycloak",
  ]);
  const start = result.output.indexOf("{");
  const end = result.output.lastIndexOf("}");
  const { summary } = JSON.parse(result.output.slice(start, end + 1));
  const faults = summary.violations
    .filter(({ rule }) => rule.severity === "error")
    .map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  if (summary.totalCruised < MIN_MODULES)
    faults.push(`only ${summary.totalCruised} modules were seen, at least ${MIN_MODULES} expected`);
  return { code: faults.length, output: faults.join("\n") };
}

/** Every relative link and every cited path of the documents must exist. */
async function references() {
  const faults = [];
  const roomPath = /`((?:app|lib|demo|keycloak|tests|docs|public)\/[A-Za-z0-9_()[\]./-]+)`/g;
  for (const file of markdown(root)) {
    const text = readFileSync(file, "utf8").replace(/```[\s\S]*?```/g, "");
    const cite = (target, base) => {
      const path = target.replace(/[#?].*$/, "").replace(/\/…$/, "");
      if (path !== "" && !existsSync(resolve(base, decodeURI(path))))
        faults.push(`${relative(root, file)}: ${target} does not exist`);
    };
    for (const [, target] of text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s]+)\)/g))
      cite(target, dirname(file));
    for (const [, target] of text.matchAll(roomPath)) cite(target, root);
  }
  return { code: faults.length, output: faults.join("\n") };
}

function* markdown(folder) {
  for (const name of readdirSync(folder)) {
    if (["node_modules", ".next", ".countersign", ".git", "test-results"].includes(name)) continue;
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* markdown(path);
    else if (name.endsWith(".md")) yield path;
  }
}

const checks = {
  format: () => run(bin("biome"), ["check", "--error-on-warnings", "."]),
  lint: () => run(bin("oxlint"), ["--deny-warnings", "."]),
  types: () => run(bin("tsc"), ["-p", ".", "--noEmit"]),
  "import rules": importRules,
  "dead code": () => run(bin("knip"), ["--no-progress"]),
  references,
  "generated files": () => run(process.execPath, ["demo/bank/codegen/generate.ts", "--check"]),
};

const started = Date.now();
let failed = 0;
await Promise.all(
  Object.entries(checks).map(async ([name, check]) => {
    const from = Date.now();
    const { code, output } = await check();
    const seconds = ((Date.now() - from) / 1000).toFixed(1);
    if (code === 0) console.log(`ok      ${name} (${seconds} s)`);
    else {
      failed += 1;
      console.log(`FAILED  ${name} (${seconds} s)\n${output.trim()}\n`);
    }
  }),
);
console.log(
  `\n${Object.keys(checks).length - failed} of ${Object.keys(checks).length} checks hold (${((Date.now() - started) / 1000).toFixed(1)} s)`,
);
process.exit(failed === 0 ? 0 : 1);
