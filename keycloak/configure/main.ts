import { KeycloakProblem } from "../problem.ts";
import { configure } from "./configure.ts";
import { inJson, inWords } from "./print.ts";
import { readSettings, usage } from "./settings.ts";

const argv = process.argv.slice(2);
if (argv.length === 0 || argv.includes("--help")) {
  process.stdout.write(`${usage}\n`);
} else {
  try {
    const settings = readSettings(argv, process.env);
    const outcome = await configure(settings);
    process.stdout.write(`${settings.json ? inJson(outcome) : inWords(outcome)}\n`);
  } catch (error) {
    if (!(error instanceof KeycloakProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
