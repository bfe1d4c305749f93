import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { guard } from "./guard.ts";
import { KeycloakProblem } from "./problem.ts";

/** The oldest Java that Keycloak 26.7 runs on. */
const MIN_JAVA = 17;

/** C1 and the serial collector: half the start-up time and memory of the defaults (docs). */
const JVM_OPTIONS = [
  "-XX:TieredStopAtLevel=1",
  "-XX:+UseSerialGC",
  "-Xms64m",
  "-Xmx384m",
  "-XX:MetaspaceSize=96M",
  "-XX:MaxMetaspaceSize=256m",
  "-XX:+ExitOnOutOfMemoryError",
  "-Dfile.encoding=UTF-8",
  "-Duser.language=en",
  "-Duser.country=US",
  "--add-opens=java.base/java.util=ALL-UNNAMED",
  "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
  "--add-opens=java.base/java.security=ALL-UNNAMED",
  "--add-opens=java.base/java.lang=ALL-UNNAMED",
  "--enable-native-access=ALL-UNNAMED",
  "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
  "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
  "-Dpicocli.disable.closures=true",
];

/** The `java` command of JAVA_HOME, else of the PATH. */
export function javaCommand(): string {
  const home = process.env.JAVA_HOME;
  return home ? join(home, "bin", "java") : "java";
}

/**
 * What `bin/kc.sh ARGS` runs, without the shell between: kc.sh waits for java as its child, so a
 * killed shell would leave java behind.
 * @param distribution Keycloak's unpacked folder, read only
 * @param home what Keycloak takes for its folder: conf, data and lib/quarkus are read there
 */
export function keycloakArguments(
  distribution: string,
  home: string,
  args: readonly string[],
): string[] {
  return [
    ...JVM_OPTIONS,
    `-Dkc.home.dir=${home}`,
    `-Djboss.server.config.dir=${join(home, "conf")}`,
    "-cp",
    join(distribution, "lib", "quarkus-run.jar"),
    "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
    ...args,
  ];
}

/** @throws KeycloakProblem without a Java of 17 or later */
export async function requireJava(): Promise<void> {
  const hint = `install a Java ${MIN_JAVA} or later (or set JAVA_HOME), or start without Keycloak`;
  const { code, output } = await runToEnd(javaCommand(), ["-version"]).catch(() => {
    throw new KeycloakProblem(`Keycloak needs Java, and no java was found: ${hint}.`);
  });
  const version = /version "(\d+)(?:\.(\d+))?/.exec(output);
  const major = version?.[1] === "1" ? Number(version[2]) : Number(version?.[1]);
  if (code !== 0 || !version) {
    throw new KeycloakProblem(`Keycloak needs Java, and "java -version" failed: ${hint}.`);
  }
  if (major < MIN_JAVA) {
    throw new KeycloakProblem(
      `Keycloak needs Java ${MIN_JAVA}, and this one is ${major}: ${hint}.`,
    );
  }
}

export interface Ended {
  /** Exit code; null if a signal ended it. */
  code: number | null;
  /** Standard output and standard error, mixed. */
  output: string;
}

/**
 * Runs a command to its end; it ends with us. Rejects when it cannot be started at all, or when
 * `signal` aborts it.
 */
export function runToEnd(
  command: string,
  args: readonly string[],
  options: { shell?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const standDown = child.pid === undefined ? () => {} : guard(child.pid);
    let output = "";
    eachLine(child, (line) => {
      output += `${line}\n`;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      standDown();
      resolve({ code, output });
    });
  });
}

/** Calls back with each whole line that a child writes to standard output or standard error. */
export function eachLine(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8");
    stream?.on("data", (chunk: string) => {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    });
    stream?.once("end", () => {
      if (rest) onLine(rest);
    });
  }
}
