// A launcher in small, run as a process of its own by start.integration.test.ts: it starts the
// portal (and the database), prints the pids as one JSON line, and stops on SIGINT.
import { startStack } from "#demo/start/stack.ts";

const [dataFolder = "", portBase = ""] = process.argv.slice(2);
const stack = await startStack({
  dataFolder,
  portBase: Number(portBase),
  op: "embedded",
  only: ["portal"],
});
process.on("SIGINT", () => void stack.stop().then(() => process.exit(0)));
setInterval(() => {}, 60_000);
const pids = [...stack.processes].map(([name, { pid }]) => [name, pid]);
process.stdout.write(`${JSON.stringify(Object.fromEntries(pids))}\n`);
