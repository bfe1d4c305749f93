import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { prepareDataFolder } from "#keycloak/data-folder.ts";
import { installKeycloak } from "#keycloak/install.ts";
import { startKeycloak } from "#keycloak/run.ts";

const folder = mkdtempSync(join(tmpdir(), "countersign-test-keycloak-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with the named programs, each a shell script. */
function programs(name: string, scripts: Record<string, string>): string {
  const bin = join(folder, name, "bin");
  mkdirSync(bin, { recursive: true });
  for (const [program, script] of Object.entries(scripts))
    writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return join(folder, name);
}

describe("what keeps Keycloak from being fetched is said in one sentence", () => {
  const java17 = `echo 'openjdk version "17.0.15" 2025-04-15' >&2`;

  it.each([
    ["no Java", {}, /needs Java, and no java was found: install a Java 17 or later/],
    [
      "a Java that is too old",
      { java: `echo 'java version "1.8.0_392"' >&2` },
      /needs Java 17, and this one is 8: install/,
    ],
    ["a Java that fails", { java: "exit 1" }, /"java -version" failed: install/],
    ["no Maven", { java: java17 }, /fetched through Maven, and no mvn was found: install Maven/],
    [
      "a failed download",
      { java: java17, mvn: "echo '[ERROR] Could not transfer artifact'; exit 1" },
      /^Maven could not fetch Keycloak 26\.\d+\.\d+, check the network .*: Could not transfer artifact$/,
    ],
  ])("%s", async (name, scripts: Record<string, string>, sentence) => {
    const home = programs(name.replaceAll(" ", "-"), scripts);
    vi.stubEnv("JAVA_HOME", home);
    vi.stubEnv("PATH", join(home, "bin"));
    const target = join(folder, `target-${name.replaceAll(" ", "-")}`);
    const outcome = installKeycloak(target, () => {});
    await expect(outcome).rejects.toMatchObject({ name: "KeycloakProblem" });
    await expect(outcome).rejects.toThrow(sentence);
    expect(existsSync(join(target, "keycloak-26.7.3"))).toBe(false);
    vi.unstubAllEnvs();
  });

  it("a busy port, before anything is fetched", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const start = startKeycloak({
      folder: join(folder, "never"),
      port,
      managementPort: port,
      hostnameUrl: "http://id.localhost:1",
      channelUrl: "http://127.0.0.1:1/",
      realms: [],
      log: { progress: () => {}, output: () => {} },
    });
    await expect(start).rejects.toThrow(new RegExp(`^Port ${port} .* in use by another program`));
    other.close();
  });
});

describe("a data folder", () => {
  const distribution = join(folder, "distribution");
  mkdirSync(join(distribution, "lib", "quarkus"), { recursive: true });
  const home = join(folder, "data");
  const database = join(home, "data", "h2");
  const prepare = (secret: string, channel = "a") =>
    prepareDataFolder(home, distribution, [{ realm: "one", secret }], { channel });

  it("is kept while its inputs are the same, and begun anew when any of them changes", () => {
    const first = prepare("s");
    expect(first.fresh).toBe(true);
    const importFile = join(home, "data", "import", "one-realm.json");
    expect(existsSync(importFile)).toBe(true);
    mkdirSync(database);
    first.settle();
    // The secrets lie in the database now; the file is not needed.
    expect(existsSync(importFile)).toBe(false);

    expect(prepare("s").fresh).toBe(false);
    expect(existsSync(database)).toBe(true);
    expect(prepare("other").fresh).toBe(true);
    expect(existsSync(database)).toBe(false);
    prepare("other").settle();
    expect(prepare("other", "b").fresh).toBe(true);
  });

  it("whose first start was cut short is begun anew", () => {
    prepare("s").settle();
    prepare("t");
    mkdirSync(database);
    expect(prepare("t").fresh).toBe(true);
    expect(existsSync(database)).toBe(false);
  });
});

describe.skipIf(process.platform === "win32")("a guarded child", () => {
  it("ends when its parent is killed", async () => {
    const guard = new URL("../../../keycloak/guard.ts", import.meta.url).href;
    const script = `
      import { spawn } from "node:child_process";
      const { guard } = await import(${JSON.stringify(guard)});
      const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
      guard(child.pid);
      console.log(child.pid);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout, "data");
    const pid = Number(String(line));
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await vi.waitUntil(() => !isAlive(pid), { timeout: 5_000 });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
