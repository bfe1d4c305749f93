import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import { Agent, fetch as undiciFetch } from "undici";
import { beforeAll, describe, expect, test } from "vitest";
import { useBank } from "./fixture/bank.ts";
import { certificate } from "./fixture/certificates.ts";

const freePort = await new Promise<number>((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
  });
});
const [server, mine, strange] = [certificate("bank"), certificate("console"), certificate("other")];
const bank = useBank({
  BANK_CLIENT_ID: "countersign-console,countersign-console-dpop",
  BANK_TLS_PORT: String(freePort),
  BANK_TLS_CERT_FILE: server.cert,
  BANK_TLS_KEY_FILE: server.key,
});
const path = "/executions/never-seen-key";

describe("a token that is bound to a DPoP key", () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let jkt: string;
  beforeAll(async () => {
    keys = await generateKeyPair("ES256", { extractable: true });
    jkt = await calculateJwkThumbprint(await exportJWK(keys.publicKey));
  });

  const proof = async (token: string, claims: Record<string, unknown> = {}, by = keys) =>
    new SignJWT({
      jti: crypto.randomUUID(),
      htm: "GET",
      htu: `${bank.baseUrl}${path}`,
      iat: Math.floor(Date.now() / 1000),
      ath: createHash("sha256").update(token).digest("base64url"),
      ...claims,
    })
      .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk: await exportJWK(by.publicKey) })
      .sign(by.privateKey);

  const ask = async (scheme: string, token: string, dpop?: string) => {
    const answer = await fetch(`${bank.baseUrl}${path}`, {
      headers: { authorization: `${scheme} ${token}`, ...(dpop ? { dpop } : {}) },
    });
    return { status: answer.status, ...((await answer.json()) as { code: string }) };
  };

  test("is let in with a fresh proof for exactly this request", async () => {
    const token = await bank.consoleToken({ azp: "countersign-console-dpop", cnf: { jkt } });
    expect((await ask("DPoP", token, await proof(token))).status).toBe(404);
  });

  test.each([
    ["as a plain bearer token", async (token: string) => ask("Bearer", token)],
    ["without a proof", async (token: string) => ask("DPoP", token)],
    [
      "with a proof for another method",
      async (token: string) => ask("DPoP", token, await proof(token, { htm: "POST" })),
    ],
    [
      "with a proof for another address",
      async (token: string) =>
        ask("DPoP", token, await proof(token, { htu: `${bank.baseUrl}/orders` })),
    ],
    [
      "with a proof for another token",
      async (token: string) => ask("DPoP", token, await proof("another")),
    ],
    [
      "with an old proof",
      async (token: string) =>
        ask("DPoP", token, await proof(token, { iat: Math.floor(Date.now() / 1000) - 600 })),
    ],
    [
      "with a proof by another key",
      async (token: string) =>
        ask(
          "DPoP",
          token,
          await proof(token, {}, await generateKeyPair("ES256", { extractable: true })),
        ),
    ],
    ["with something that is no proof", async (token: string) => ask("DPoP", token, "e30.e30.e30")],
  ])("is refused %s", async (_how, send) => {
    const token = await bank.consoleToken({ cnf: { jkt } });
    const answer = await send(token);
    expect(answer.status).toBe(401);
    expect(answer.code).toMatch(/^proof_(missing|invalid)$/);
  });

  test("is refused with a proof that was used before", async () => {
    const token = await bank.consoleToken({ cnf: { jkt } });
    const once = await proof(token);
    expect((await ask("DPoP", token, once)).status).toBe(404);
    expect(await ask("DPoP", token, once)).toMatchObject({ status: 401, code: "proof_invalid" });
  });

  test("a plain bearer token does not pass by the DPoP scheme", async () => {
    const token = await bank.consoleToken();
    expect(await ask("DPoP", token, await proof(token))).toMatchObject({ code: "proof_missing" });
  });
});

describe("a token that is bound to a client certificate", () => {
  const thumbprint = createHash("sha256")
    .update(new X509Certificate(readFileSync(mine.cert)).raw)
    .digest("base64url");
  const bound = () => bank.consoleToken({ cnf: { "x5t#S256": thumbprint } });
  const ask = async (token: string, shown?: { cert: string; key: string }) => {
    const answer = await undiciFetch(`https://localhost:${freePort}${path}`, {
      headers: { authorization: `Bearer ${token}` },
      dispatcher: new Agent({
        connect: {
          ca: readFileSync(server.cert),
          ...(shown ? { cert: readFileSync(shown.cert), key: readFileSync(shown.key) } : {}),
        },
      }),
    });
    return { status: answer.status, ...((await answer.json()) as { code: string }) };
  };

  test("is let in with that certificate", async () => {
    expect((await ask(await bound(), mine)).status).toBe(404);
  });

  test.each([
    ["with another certificate", strange],
    ["without a certificate", undefined],
  ])("is refused %s", async (_how, shown) => {
    expect(await ask(await bound(), shown)).toMatchObject({ status: 401, code: "proof_missing" });
  });

  test("is refused where there is no TLS", async () => {
    const answer = await fetch(`${bank.baseUrl}${path}`, {
      headers: { authorization: `Bearer ${await bound()}` },
    });
    expect(answer.status).toBe(401);
  });
});

test("the caller's interaction id comes back, a wrong one is replaced", async () => {
  const id = crypto.randomUUID();
  const send = (value: string) =>
    fetch(`${bank.baseUrl}/health`, { headers: { "x-fapi-interaction-id": value } });
  expect((await send(id)).headers.get("x-fapi-interaction-id")).toBe(id);
  expect((await send("<script>")).headers.get("x-fapi-interaction-id")).toMatch(/^[0-9a-f-]{36}$/);
});
