import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { dataFolderOf } from "#demo/postgres/launch.ts";
import { readArguments } from "#demo/start/arguments.mjs";
import { oldNodeSentence } from "#demo/start/install.mjs";
import { lockFolder } from "#demo/start/obstacles.ts";
import { readSecrets } from "#demo/start/secrets.ts";
import { type Stack, startStack } from "#demo/start/stack.ts";

const PORT_BASE = 5960;
const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "countersign-test-start-"));
const options = { dataFolder: folder, portBase: PORT_BASE, op: "embedded" } as const;

afterAll(() => {
  rmSync(dataFolderOf(join(folder, "postgres")), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("a launcher", () => {
  let launcher: ChildProcess;
  let pids: Record<string, number>;
  const alive = () => Object.values(pids).filter(isAlive);

  async function launch(): Promise<void> {
    launcher = spawn(
      process.execPath,
      [
        "--import",
        "./demo/start/loopback.mjs",
        fileURLToPath(new URL("./small-stack.ts", import.meta.url)),
        folder,
        `${PORT_BASE}`,
      ],
      { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
    );
    const [line] = await once(launcher.stdout as NonNullable<ChildProcess["stdout"]>, "data");
    pids = JSON.parse(String(line));
  }
  afterEach(() => launcher?.kill("SIGKILL"));

  test("that is killed with kill -9 takes its children with it", async () => {
    await launch();
    expect(alive()).toHaveLength(2);
    launcher.kill("SIGKILL");
    await vi.waitFor(() => expect(alive()).toEqual([]), { timeout: 8_000 });
  });

  test("that is interrupted ends its children and nothing else, and leaves with 0", async () => {
    const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await launch();
    launcher.kill("SIGINT");
    const [code] = await once(launcher, "exit");
    expect(code).toBe(0);
    expect(alive()).toEqual([]);
    expect(isAlive(bystander.pid ?? 0)).toBe(true);
    bystander.kill("SIGKILL");
  });
});

describe("a stack", () => {
  let stack: Stack;
  const deaths: string[] = [];
  beforeAll(async () => {
    stack = await startStack({
      ...options,
      only: ["portal"],
      onDeath: (death) => deaths.push(death.message),
    });
  });
  afterAll(() => stack?.stop());

  test("keeps its secrets to its user", () => {
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(readSecrets(join(folder, "secrets.json"))).toEqual(stack.secrets);
  });

  test("reports a death that nobody asked for, with the process's last words", async () => {
    const portal = stack.processes.get("portal");
    process.kill(portal?.pid ?? 0, "SIGKILL");
    await vi.waitFor(() => expect(deaths).toHaveLength(1));
    expect(deaths[0]).toMatch(/^The portal ended unexpectedly \(SIGKILL\)/);
    expect(deaths[0]).toContain("portal.ready");
    await portal?.start();
  });

  test("kills and restarts a process by its name, without calling it a death", async () => {
    const portal = stack.processes.get("portal");
    const before = portal?.pid;
    await portal?.kill9();
    expect(portal?.isRunning).toBe(false);
    await portal?.restart();
    expect(portal?.pid).not.toBe(before);
    expect((await fetch(`${stack.addresses.portal}/health`)).status).toBe(200);
    expect(deaths).toHaveLength(1);
  });

  test("gives each process its own variables and no one else's", async () => {
    const { readFileSync, existsSync } = await import("node:fs");
    const file = `/proc/${stack.processes.get("portal")?.pid}/environ`;
    if (!existsSync(file)) return;
    const names = readFileSync(file, "utf8")
      .split("\0")
      .map((pair) => pair.split("=")[0]);
    expect(names.filter((name) => /^(CONSOLE|DEVICE|BANK|OP|VITEST)/.test(name ?? ""))).toEqual([]);
  });

  test("refuses a port that another program holds, naming it and the way out", async () => {
    const other = createServer().listen(PORT_BASE + 16, "127.0.0.1");
    await once(other, "listening");
    const start = startStack({
      ...options,
      dataFolder: join(folder, "second"),
      portBase: PORT_BASE + 10,
      only: ["portal"],
    });
    await expect(start).rejects.toThrow(
      /^Port 5976 \(portal\) is in use by another program: stop that program, or choose other ports/,
    );
    other.close();
  });
});

describe("the portal", () => {
  let stack: Stack;
  const phone = {
    username: "alice",
    customer_name: "Alice Martin",
    private_key_jwk: { kty: "EC", crv: "P-256", x: "x", y: "y", d: "d" },
    device_id: "dev",
    authenticator_id: "aut",
    session: "session-value",
  };
  beforeAll(async () => {
    mkdirSync(join(folder, "phones"), { recursive: true });
    writeFileSync(join(folder, "phones", "alice.json"), JSON.stringify(phone));
    stack = await startStack({ ...options, only: ["portal"] });
  });
  afterAll(() => stack?.stop());

  function handOver(headers: Record<string, string>, username = "alice"): Promise<Response> {
    return fetch(`${stack.addresses.portal}/phones/${username}/hand-over`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: "{}",
    });
  }

  test("hands a persona's key to its own page", async () => {
    const answer = await handOver({ origin: stack.addresses.portal });
    expect(await answer.json()).toEqual({
      type: "countersign-adopt",
      private_key_jwk: phone.private_key_jwk,
      device_id: "dev",
      authenticator_id: "aut",
      session: "session-value",
    });
  });

  test.each([
    ["another origin", { origin: "http://evil.example" }],
    ["no origin", {}],
    ["a form", { origin: "SELF", "content-type": "text/plain" }],
    ["another site", { origin: "SELF", "sec-fetch-site": "cross-site" }],
  ])("refuses the key to %s", async (_, headers) => {
    const own = Object.entries(headers).map(([name, value]) => [
      name,
      value === "SELF" ? stack.addresses.portal : value,
    ]);
    expect((await handOver(Object.fromEntries(own))).status).toBe(403);
  });

  test("shows who can sign in and whose phone can be opened", async () => {
    const page = await (await fetch(stack.addresses.portal)).text();
    for (const words of ["Tara Teller", "Amir", "Sofia", "Alice Martin", "2468"]) {
      expect(page).toContain(words);
    }
    expect(page).not.toContain("Bob Fischer");
  });
});

describe("npm start", () => {
  test("says in one sentence what it does not know", () => {
    expect(readArguments(["--keycloack"])).toEqual({
      fault:
        'npm start does not know "--keycloack": it takes --keycloak, --fresh and --help after "--".',
    });
  });

  test.each(["18.20.1", "20.8.0"])("calls Node %s too old", (version) => {
    expect(oldNodeSentence(version)).toBe(
      `Node 20.9 or later is needed to start Countersign; this is ${version}.`,
    );
  });

  test.each(["20.9.0", "22.1.0", "24.21.0"])("accepts Node %s", (version) => {
    expect(oldNodeSentence(version)).toBeUndefined();
  });

  test("refuses a folder that another launcher uses, and takes over one that was left", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "demo/start/main"]);
    const lock = join(folder, "instance.lock");
    writeFileSync(lock, JSON.stringify({ pid: other.pid, console: "http://localhost:4400" }));
    expect(() => lockFolder(folder, "http://localhost:1")).toThrow(
      `Countersign already runs from this folder (process ${other.pid}, http://localhost:4400)`,
    );
    other.kill("SIGKILL");
    await once(other, "exit");
    lockFolder(folder, "http://localhost:1")();
    expect(() => statSync(lock)).toThrow("ENOENT");
  });
});

describe("names below localhost", () => {
  async function evaluate(code: string): Promise<string> {
    const child = spawn(
      process.execPath,
      ["--import", "./demo/start/loopback.mjs", "--input-type=module", "-e", code],
      { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
    );
    let output = "";
    child.stdout.on("data", (part) => {
      output += part;
    });
    await once(child, "close");
    return output.trim();
  }

  test.each([
    [
      'lookup("a.b.localhost", (e, ...found) => console.log(JSON.stringify(found)))',
      '["127.0.0.1",4]',
    ],
    [
      'lookup("id.localhost", { all: true }, (e, found) => console.log(JSON.stringify(found)))',
      '[{"address":"127.0.0.1","family":4}]',
    ],
    [
      'console.log(JSON.stringify(await promises.lookup("id.localhost")))',
      '{"address":"127.0.0.1","family":4}',
    ],
    [
      'console.log(JSON.stringify(await promises.lookup("ID.localhost.", { all: true })))',
      '[{"address":"127.0.0.1","family":4}]',
    ],
    ['lookup("127.0.0.1", (e, ...found) => console.log(JSON.stringify(found)))', '["127.0.0.1",4]'],
  ])("resolve to this machine: %s", async (code, expected) => {
    expect(await evaluate(`import { lookup, promises } from "node:dns"; ${code}`)).toBe(expected);
  });
});
