import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { javaCommand, keycloakArguments, requireJava, runToEnd } from "./java.ts";
import { KeycloakProblem } from "./problem.ts";

const POM = join(import.meta.dirname, "pom.xml");

/** Options that Keycloak fixes at build time; the start then says `--optimized`. */
const BUILD_OPTIONS = ["--db=dev-file", "--health-enabled=true", "--https-client-auth=request"];
/** Part of the folder's name: one built with other options is not taken for this one. */
const BUILD_NAME = "mtls";

/** The version that pom.xml names. */
export function keycloakVersion(): string {
  const version = /<keycloak\.version>([^<]+)</.exec(readFileSync(POM, "utf8"))?.[1];
  if (!version) throw new Error("keycloak/pom.xml names no keycloak.version.");
  return version;
}

/**
 * Unpacks Keycloak through Maven and builds it, once per folder and version: about 20 s, plus the
 * download of 177 MB where Maven does not have it yet.
 * @param folder holds `keycloak-VERSION-mtls` afterwards; several starts may share it
 * @returns the distribution's folder
 * @throws KeycloakProblem without Java or Maven, or when the download or the build fails
 */
export async function installKeycloak(
  folder: string,
  progress: (message: string) => void,
  signal?: AbortSignal,
): Promise<string> {
  await requireJava();
  const version = keycloakVersion();
  const name = `keycloak-${version}`;
  const installed = join(folder, `${name}-${BUILD_NAME}`);
  if (existsSync(installed)) return installed;

  // Made aside and renamed: a start cut short leaves no half, and two at once do not mix.
  const aside = join(folder, `installing-${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  try {
    progress(`Fetching Keycloak ${version} (177 MB the first time)`);
    await unpack(aside, version, signal);
    progress(`Building Keycloak ${version}`);
    await build(join(aside, name), signal);
    if (!existsSync(installed)) renameSync(join(aside, name), installed);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return installed;
}

async function unpack(folder: string, version: string, signal?: AbortSignal): Promise<void> {
  const onWindows = process.platform === "win32";
  const args = ["-B", "-ntp", "-f", POM, `-Dunpack.folder=${folder}`, "generate-resources"];
  const { code, output } = await runToEnd(onWindows ? "mvn.cmd" : "mvn", args, {
    shell: onWindows,
    signal,
  }).catch((error) => {
    signal?.throwIfAborted();
    if (error.code !== "ENOENT") throw error;
    throw new KeycloakProblem(
      "Keycloak is fetched through Maven, and no mvn was found: install Maven 3.6 or later, or start without Keycloak.",
    );
  });
  if (code === 0) return;
  const reason = /^\[ERROR\] (.+)$/m.exec(plain(output))?.[1]?.slice(0, 300);
  throw new KeycloakProblem(
    `Maven could not fetch Keycloak ${version}, check the network and the free disk space and start again: ${reason ?? `exit code ${code}`}`,
  );
}

async function build(distribution: string, signal?: AbortSignal): Promise<void> {
  const args = keycloakArguments(distribution, distribution, ["build", ...BUILD_OPTIONS]);
  const { code, output } = await runToEnd(javaCommand(), args, { signal });
  if (code === 0) return;
  const last = plain(output).trimEnd().split("\n").at(-1)?.slice(0, 300);
  throw new KeycloakProblem(`Keycloak could not be built (exit code ${code}): ${last}`);
}

/** Without the colours that Maven writes even to a pipe. */
function plain(output: string): string {
  return output.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "");
}
