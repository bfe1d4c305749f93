// Stops a PostgreSQL when the process that started it ends, by whatever death: its end of our
// standard input closes. PostgreSQL itself cannot watch its parent.
// Usage: node follow.mjs DATA_FOLDER PID
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [dataFolder = "", pidText = ""] = process.argv.slice(2);
const pid = Number(pidText);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.stdin.resume();
process.stdin.on("end", stop);
process.stdin.on("error", stop);

/** True as long as this folder's server is the very process that we were told to follow. */
function alive() {
  const file = join(dataFolder, "postmaster.pid");
  return existsSync(file) && Number(readFileSync(file, "utf8").split("\n")[0]) === pid;
}

async function stop() {
  for (const signal of ["SIGINT", "SIGQUIT"]) {
    for (let tenths = 0; tenths < 100; tenths += 1) {
      try {
        if (!alive()) process.exit(0);
        if (tenths === 0) process.kill(pid, signal);
      } catch {
        process.exit(0);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  process.exit(1);
}
