import type { Addresses, OpKind } from "./addresses.ts";
import type { Environments, Variables } from "./environment.ts";
import type { ManagedProcess } from "./managed-process.ts";
import { answers } from "./ready.ts";
import type { ProcessName } from "./stack.ts";

export type ProcessPlan = {
  name: Exclude<ProcessName, "postgres">;
  /** In the list of steps. */
  title: string;
  /** In a sentence: "The … ended unexpectedly". */
  words: string;
  address?: string;
  port?: number;
  command: readonly string[];
  env: Variables;
  /** Waits for this zone's migrations. */
  zone?: "device" | "console";
  needsBuild?: boolean;
  isReady: (process: ManagedProcess) => boolean | Promise<boolean>;
  readyTimeoutMs: number;
};

const SERVER_TIMEOUT_MS = 60_000;
/** What the engine and the worker log once they work: `engine.started`, `device.worker-ready`. */
const READY_WORDS = /"msg":"[\w.-]*(ready|started)"/;
/** Where the log level hides that line, a process that lived this long is taken to work. */
const SILENT_READY_MS = 5_000;
/** A pristine Keycloak fetches, builds and imports first. */
const KEYCLOAK_TIMEOUT_MS = 600_000;

/** Every program of a stack beside the database: what to run, with what, and when it is ready. */
export function processPlans(input: {
  addresses: Addresses;
  environments: Environments;
  op: OpKind;
}): ProcessPlan[] {
  const { addresses, environments } = input;
  return [
    opPlan(input),
    {
      name: "bank",
      title: "Bank",
      words: "bank",
      address: addresses.bank,
      port: addresses.port.bank,
      command: ["demo/bank/main.ts"],
      env: environments.bank,
      isReady: () => answers(`${addresses.bank}/health`),
      readyTimeoutMs: SERVER_TIMEOUT_MS,
    },
    {
      name: "device",
      title: "Phone",
      words: "phone's server",
      address: addresses.phone,
      port: addresses.port.device,
      command: nextServer(addresses.port.device),
      env: environments.device,
      zone: "device",
      needsBuild: true,
      isReady: () => answers(`${addresses.phone}/api/health`),
      readyTimeoutMs: SERVER_TIMEOUT_MS,
    },
    {
      name: "device-worker",
      title: "Phone worker",
      words: "phone's worker",
      command: ["lib/device/worker/main.ts"],
      env: environments.device,
      zone: "device",
      isReady: saysReady,
      readyTimeoutMs: SERVER_TIMEOUT_MS,
    },
    {
      name: "console",
      title: "Console",
      words: "console",
      address: addresses.console,
      port: addresses.port.console,
      command: nextServer(addresses.port.console),
      env: environments.console,
      zone: "console",
      needsBuild: true,
      isReady: () => answers(`${addresses.console}/api/health`),
      readyTimeoutMs: SERVER_TIMEOUT_MS,
    },
    {
      name: "engine",
      title: "Engine",
      words: "engine",
      command: ["lib/console/engine/main.ts"],
      env: environments.console,
      zone: "console",
      isReady: saysReady,
      readyTimeoutMs: SERVER_TIMEOUT_MS,
    },
    {
      name: "portal",
      title: "Portal",
      words: "portal",
      address: addresses.portal,
      port: addresses.port.portal,
      command: ["demo/portal/main.ts"],
      env: environments.portal,
      isReady: () => answers(`${addresses.portal}/health`),
      readyTimeoutMs: SERVER_TIMEOUT_MS,
    },
  ];
}

function opPlan({
  addresses,
  environments,
  op,
}: {
  addresses: Addresses;
  environments: Environments;
  op: OpKind;
}): ProcessPlan {
  const isReady = async () => {
    const discovery = (issuer: string) =>
      answers(`${issuer}/.well-known/openid-configuration`, 200);
    return (await discovery(addresses.staffIssuer)) && (await discovery(addresses.customerIssuer));
  };
  const common = { name: "op" as const, address: addresses.op, port: addresses.port.op, isReady };
  if (op === "keycloak") {
    return {
      ...common,
      title: "Keycloak",
      words: "sign-in service (Keycloak)",
      command: ["demo/keycloak/main.ts"],
      env: environments.keycloak,
      readyTimeoutMs: KEYCLOAK_TIMEOUT_MS,
    };
  }
  return {
    ...common,
    title: "Sign-in service",
    words: "sign-in service (embedded OP)",
    command: ["demo/op/main.ts"],
    env: environments.op,
    readyTimeoutMs: SERVER_TIMEOUT_MS,
  };
}

function nextServer(port: number): string[] {
  return ["node_modules/next/dist/bin/next", "start", "-p", String(port), "-H", "127.0.0.1"];
}

/** Programs that listen nowhere say in their log when they work. */
function saysReady(process: ManagedProcess): boolean {
  return READY_WORDS.test(process.outputOfThisRun()) || process.ageMs > SILENT_READY_MS;
}
