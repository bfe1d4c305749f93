// Finds a Chromium for the browser tests; on Debian, as root, installs the distribution's.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PLACES = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** @returns {string | undefined} */
function findChromium() {
  const asked = process.env.COUNTERSIGN_CHROMIUM;
  if (asked) return asked;
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...PLACES].find((path) => existsSync(path));
}

/** @returns {string} its path. Throws a sentence if there is none and none may be installed. */
export function requireChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    process.stdout.write("\n▸ Installing Debian's chromium (once)\n");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const words of [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ]) {
      const { status, stderr } = spawnSync("apt-get", words, { env, encoding: "utf8" });
      if (status !== 0) process.stderr.write(stderr ?? "");
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    "No Chromium was found: install chromium or Google Chrome (Debian: apt-get install chromium), or name one in COUNTERSIGN_CHROMIUM.",
  );
}
