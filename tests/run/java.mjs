// Whether the real Keycloak can run here.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const MIN_JAVA = 17;

/** @returns {string | undefined} one sentence that says what is missing */
export function missingForKeycloak() {
  const home = process.env.JAVA_HOME;
  const java = home ? join(home, "bin", "java") : "java";
  const { stderr, status } = spawnSync(java, ["-version"], { encoding: "utf8" });
  const version = Number(/version "(?:1\.)?(\d+)/.exec(stderr ?? "")?.[1] ?? 0);
  if (status !== 0) return `Java ${MIN_JAVA} or later is not installed`;
  if (version < MIN_JAVA) return `Java ${MIN_JAVA} or later is needed, this is ${version}`;
  const maven = spawnSync("mvn", ["--version"], { shell: process.platform === "win32" });
  if (maven.status !== 0) return "Maven is not installed";
  return undefined;
}
