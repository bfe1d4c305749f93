/**
 * Writes the types of `demo/bank/openapi.yaml` for the bank and for each of its clients.
 * `node demo/bank/codegen/generate.ts` writes; with `--check` it only compares, exit code 1 = stale.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTypes, { astToString } from "openapi-typescript";

const root = new URL("../../../", import.meta.url);
const contract = new URL("../openapi.yaml", import.meta.url);
const targets = [
  "demo/bank/contract/bank-api.generated.ts",
  "lib/console/bank/bank-api.generated.ts",
  "lib/device/bank/bank-api.generated.ts",
].map((path) => new URL(path, root));

const types = astToString(await openapiTypes(contract, { silent: true, alphabetize: true }));
const text = `// Generated from demo/bank/openapi.yaml by demo/bank/codegen/generate.ts. Do not edit.\n\n${types}`;

let stale = 0;
for (const target of targets) {
  const path = fileURLToPath(target);
  const current = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (current === text) continue;
  stale += 1;
  const name = relative(fileURLToPath(root), path);
  if (process.argv.includes("--check")) console.error(`${name} is not what openapi.yaml says`);
  else {
    writeFileSync(path, text);
    console.log(`wrote ${name}`);
  }
}
if (stale > 0 && process.argv.includes("--check")) {
  console.error("Run: node demo/bank/codegen/generate.ts");
  process.exitCode = 1;
}
