import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { type ImportedRealm, prepareDataFolder } from "./data-folder.ts";
import { guard } from "./guard.ts";
import { installKeycloak, keycloakVersion } from "./install.ts";
import { eachLine, javaCommand, keycloakArguments } from "./java.ts";
import { KeycloakProblem } from "./problem.ts";
import { waitForRealms } from "./wait-for-realms.ts";

const KILL_AFTER_MS = 4_500;
const READY_WITHIN_MS = 180_000;
const LAST_LINES = 40;

export interface KeycloakOptions {
  /** Holds the unpacked and built distribution; may be shared by several Keycloaks. */
  folder: string;
  /** Holds this one's database. Default: `data-PORT` in `folder`. */
  dataFolder?: string;
  /** HTTP, on 127.0.0.1 only. */
  port: number;
  /** HTTPS besides, on 127.0.0.1; takes client certificates of the trust store (mutual TLS). */
  tls?: KeycloakTls;
  /** Health, on 127.0.0.1 only. */
  managementPort: number;
  /** Origin of every issuer and endpoint, e.g. `http://id.localhost:4402`. */
  hostnameUrl: string;
  /** Where the CIBA authentication channel calls; one for the whole server. */
  channelUrl: string;
  /** Complete realms, with users and secrets. */
  realms: readonly ImportedRealm[];
  /** A first administrator of the master realm; without one nobody can administer. */
  admin?: { username: string; password: string };
  /** Ends a fetch, a build or the server when it aborts. */
  signal?: AbortSignal;
  log: {
    /** A step that people should see, in words. */
    progress(message: string): void;
    /** A line of Keycloak's own log. */
    output(line: string): void;
  };
}

/** Files are PEM: the server's certificate chain and key, and the CAs of client certificates. */
export interface KeycloakTls {
  port: number;
  certFile: string;
  keyFile: string;
  trustStoreFile: string;
}

export interface RunningKeycloak {
  child: ChildProcess;
  /** Resolves when every realm answers; rejects when Keycloak ends or takes too long. */
  ready: Promise<void>;
  /** Resolves when the process has ended, whoever ended it. */
  ended: Promise<void>;
  /** SIGTERM, SIGKILL after 4.5 s. Resolves when the process is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a real Keycloak as a direct child: fetches and builds it on the first start, imports the
 * realms into a fresh database when any input changed, else serves on with the kept one. It ends
 * with us, even if we are killed.
 * @throws KeycloakProblem: no Java or Maven, a busy port, a failed download or build
 */
export async function startKeycloak(options: KeycloakOptions): Promise<RunningKeycloak> {
  const { port, managementPort, hostnameUrl, channelUrl, realms, log } = options;
  await requireFreePort(port, "sign-in service");
  await requireFreePort(managementPort, "Keycloak's health");
  if (options.tls) await requireFreePort(options.tls.port, "sign-in service over TLS");
  const folder = resolve(options.folder);
  const distribution = await installKeycloak(folder, log.progress, options.signal);
  const data = prepareDataFolder(
    resolve(options.dataFolder ?? join(folder, `data-${port}`)),
    distribution,
    realms,
    { hostnameUrl, channelUrl, version: keycloakVersion(), admin: options.admin },
  );
  log.progress(data.fresh ? "Starting Keycloak and importing its realms" : "Starting Keycloak");

  const child = spawn(
    javaCommand(),
    keycloakArguments(distribution, data.home, startArguments(options, data.fresh)),
    {
      cwd: data.home,
      // A group of its own: Ctrl-C in a terminal reaches us alone, and we stop it in our order.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...systemVariables(), ...adminVariables(options) } as NodeJS.ProcessEnv,
    },
  );
  const lastLines: string[] = [];
  eachLine(child, (line) => {
    lastLines.push(line);
    if (lastLines.length > LAST_LINES) lastLines.shift();
    log.output(line);
  });
  const standDown = child.pid === undefined ? () => {} : guard(child.pid);
  const ended = new Promise<void>((done) => {
    child.once("error", () => done());
    child.once("close", () => done());
  }).finally(standDown);

  const waiting = new AbortController();
  const timer = setTimeout(() => {
    waiting.abort(new KeycloakProblem(`Keycloak was not ready after ${READY_WITHIN_MS / 1000} s.`));
  }, READY_WITHIN_MS);
  ended.then(() => waiting.abort(new KeycloakProblem(endedEarly(child, lastLines))));
  const ready = waitForRealms({
    port,
    hostnameUrl,
    realms: realms.map((realm) => realm.realm),
    signal: waiting.signal,
  })
    .then(() => data.settle())
    .finally(() => clearTimeout(timer));
  // Whoever does not wait for readiness still hears of the end through `ended`.
  ready.catch(() => {});

  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
      await ended;
      clearTimeout(kill);
    }
    await ended;
  }

  if (options.signal?.aborted) void stop();
  options.signal?.addEventListener("abort", () => void stop());
  return { child, ready, ended, stop };
}

function startArguments(options: KeycloakOptions, fresh: boolean): string[] {
  return [
    "start",
    "--optimized",
    "--http-enabled=true",
    "--http-host=127.0.0.1",
    `--http-port=${options.port}`,
    "--http-management-host=127.0.0.1",
    `--http-management-port=${options.managementPort}`,
    `--hostname=${options.hostnameUrl}`,
    ...tlsArguments(options.tls),
    // No cluster: no sockets to other machines.
    "--cache=local",
    `--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri=${options.channelUrl}`,
    ...(fresh ? ["--import-realm"] : []),
  ];
}

function tlsArguments(tls: KeycloakTls | undefined): string[] {
  if (!tls) return [];
  return [
    `--https-port=${tls.port}`,
    // Else health follows, and wants the server's certificate to name its host.
    "--http-management-scheme=http",
    `--https-certificate-file=${resolve(tls.certFile)}`,
    `--https-certificate-key-file=${resolve(tls.keyFile)}`,
    `--https-trust-store-file=${resolve(tls.trustStoreFile)}`,
    "--https-trust-store-type=PEM",
    "--https-protocols=TLSv1.3,TLSv1.2",
  ];
}

/** Keycloak reads any KC_… variable as a setting: it gets none but ours. */
function systemVariables(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot", "LANG", "TZ", "JAVA_HOME"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function adminVariables({ admin }: KeycloakOptions): Record<string, string> {
  if (!admin) return {};
  return {
    KC_BOOTSTRAP_ADMIN_USERNAME: admin.username,
    KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password,
  };
}

function endedEarly(child: ChildProcess, lastLines: readonly string[]): string {
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  if (lastLines.some((line) => line.includes("Database may be already in use"))) {
    return "Another Keycloak uses this data folder: stop that one first.";
  }
  const error = lastLines.findLast((line) => /\bERROR\b/.test(line)) ?? lastLines.at(-1) ?? "";
  return `Keycloak ended before it was ready (${how}): ${error.slice(0, 400)}`;
}

/** @throws KeycloakProblem if another program holds the port */
function requireFreePort(port: number, what: string): Promise<void> {
  return new Promise((free, busy) => {
    const probe = createServer();
    probe.once("error", () =>
      busy(
        new KeycloakProblem(
          `Port ${port} (${what}) is in use by another program: stop that program or choose another port.`,
        ),
      ),
    );
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => free()));
  });
}
