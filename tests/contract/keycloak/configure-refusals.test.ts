import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const main = join(import.meta.dirname, "../../../keycloak/configure/main.ts");
const adminSecret = "secret-of-the-administrator";

/** Answers by path; `undefined` is a page of another kind of server. */
let answers: (path: string) => { status: number; body?: unknown };
let origin: string;
const server = createServer((request, response) => {
  const { status, body } = answers(request.url ?? "");
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body === undefined ? "<html>" : JSON.stringify(body));
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  origin = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.close();
});

const discovery = () => ({
  status: 200,
  body: {
    issuer: `${origin}/realms/customers`,
    token_endpoint: `${origin}/realms/customers/protocol/openid-connect/token`,
  },
});
const signedIn = { status: 200, body: { access_token: "admin-token" } };

async function run(realmUrl: string) {
  const words = [
    "--variant=plain",
    "--console-url=http://c.example",
    "--phone-url=http://p.example",
  ];
  const child = spawn(process.execPath, [main, `--realm-url=${realmUrl}`, ...words], {
    env: {
      PATH: process.env.PATH ?? "",
      KEYCLOAK_ADMIN_CLIENT_ID: "configurator",
      KEYCLOAK_ADMIN_CLIENT_SECRET: adminSecret,
    } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  const [code] = await once(child, "close");
  return { code, output };
}

describe("keycloak:configure says in one sentence", () => {
  it.each([
    [
      "that nothing answers",
      () => "http://127.0.0.1:9/realms/customers",
      () => ({ status: 200 }),
      /^http:\/\/127\.0\.0\.1:9 cannot be reached: [A-Z ]+/i,
    ],
    [
      "that it is no Keycloak",
      () => `${origin}/realms/customers`,
      () => ({ status: 404 }),
      /does not answer like a Keycloak \(404 for its discovery document\)/,
    ],
    [
      "that the realm is missing",
      () => `${origin}/realms/customers`,
      () => ({ status: 404, body: { error: "Realm does not exist" } }),
      /^There is no realm "customers" at http:\/\/127\.0\.0\.1:\d+: make it first/,
    ],
    [
      "that the administrator is refused",
      () => `${origin}/realms/customers`,
      (path: string) =>
        path.endsWith("/token")
          ? { status: 401, body: { error: "unauthorized_client", error_description: "Invalid" } }
          : discovery(),
      /did not sign in the administrator, client "configurator" of the realm "master" \(401 Invalid\)/,
    ],
    [
      "that the administrator lacks a role",
      () => `${origin}/realms/customers`,
      (path: string) =>
        path.endsWith("/token")
          ? signedIn
          : path.startsWith("/admin/")
            ? { status: 403, body: { error: "unknown_error" } }
            : discovery(),
      /^The administrator may not read the clients \(403\): give it the roles manage-realm and manage-clients/,
    ],
    [
      "that the token is not taken",
      () => `${origin}/realms/customers`,
      (path: string) =>
        path.endsWith("/token")
          ? signedIn
          : path.startsWith("/admin/")
            ? { status: 401, body: { error: "HTTP 401 Unauthorized" } }
            : discovery(),
      /does not take the administrator's token \(401\)/,
    ],
  ])("%s", async (_, realmUrl, answer, sentence) => {
    answers = answer as typeof answers;
    const { code, output } = await run(realmUrl());
    expect(output).toMatch(sentence);
    expect(output.trimEnd().split("\n")).toHaveLength(1);
    expect(output).not.toContain(adminSecret);
    expect(code).toBe(1);
  });
});
