import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcp } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { parseIban } from "#lib/core/banking/iban.ts";
import { parseAmount } from "#lib/core/banking/money.ts";
import { compileBindingMessage } from "#lib/core/ciba/binding-message.ts";
import { keycloak } from "#lib/core/ciba/profiles/keycloak.ts";
import { oidcProvider } from "#lib/core/ciba/profiles/oidc-provider.ts";
import { knownRoles } from "#lib/core/operators/roles.ts";
import { call } from "#lib/platform/http/call.ts";
import { scrub } from "#lib/platform/log.ts";

afterEach(() => vi.unstubAllEnvs());

test("a process without a zone, or with another, does not boot", async () => {
  for (const zone of ["", "bank"]) {
    vi.resetModules();
    vi.stubEnv("COUNTERSIGN_ZONE", zone);
    const fresh = await import("#lib/platform/config/zone.ts");
    expect(() => fresh.zone()).toThrow(/COUNTERSIGN_ZONE/);
  }
});

test("roles that nobody knows give no right", () => {
  expect(knownRoles(["root", "teller", 7])).toEqual(["teller"]);
  expect(knownRoles("teller")).toEqual([]);
});

describe("in a log line", () => {
  test("tokens are cut out", () => {
    const token = `${"eyJhbGciOiJFUzI1NiJ9"}.${"eyJzdWIiOiJ4In0"}.sig_nature`;
    expect(scrub(`got ${token} back`)).toBe("got [token] back");
  });
  test("long secrets are cut out, ids are not", () => {
    const id = "3f2b8c1e-9a4d-4e5f-8a7b-1c2d3e4f5a6b";
    expect(scrub(`${id} ${"s".repeat(43)}`)).toBe(`${id} [secret]`);
  });
  test("account numbers are cut out", () => {
    expect(scrub("to DE89370400440532013000.")).toBe("to [iban].");
  });
  test("credentials in addresses are cut out", () => {
    expect(scrub("postgres://app:pa55@127.0.0.1/x")).toBe("postgres://[credentials]@127.0.0.1/x");
  });
});

describe("money", () => {
  test.each(["5.0001", "0,0055"])("an amount with too many decimals (%s) is refused", (text) => {
    expect(parseAmount(text, "EUR")).toEqual({ ok: false, fault: "too_precise" });
  });
  test.each(["0", "0.00", "-5"])("an amount of nothing or less (%s) is refused", (text) => {
    expect(parseAmount(text, "EUR")).toEqual({ ok: false, fault: "not_positive" });
  });
  test("an IBAN with wrong check digits is refused", () => {
    expect(parseIban("DE89 3704 0044 0532 0130 00")).toBe("DE89370400440532013000");
    expect(parseIban("DE88 3704 0044 0532 0130 00")).toBeUndefined();
  });
});

describe("the binding message", () => {
  test("a binding message that is too long is the check code alone, never a cut amount", () => {
    expect(compileBindingMessage(oidcProvider, "500.00EUR", "7K2M9Q")).toBe("500.00EUR-7K2M9Q");
    expect(compileBindingMessage(oidcProvider, "1234567.00EUR", "7K2M9Q")).toBe(
      "1234567.00EUR-7K2M9Q",
    );
    expect(compileBindingMessage(oidcProvider, "12345678.00EUR", "7K2M9Q")).toBe("7K2M9Q");
  });
  test("a binding message with a character that the OP refuses is the check code alone", () => {
    expect(compileBindingMessage(keycloak, "500€", "7K2M9Q")).toBe("7K2M9Q");
  });
});

test("an error that nobody foresaw tells nothing", async () => {
  vi.stubEnv("COUNTERSIGN_LOG_LEVEL", "silent");
  const { problemResponse } = await import("#lib/platform/http/problem-response.ts");
  const response = problemResponse(new Error("password is hunter2"));
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("hunter2");
});

describe("a call", () => {
  test("a redirect is not followed", async () => {
    const visited: string[] = [];
    const server = createServer((request, response) => {
      visited.push(request.url ?? "");
      if (request.url === "/elsewhere") response.end("{}");
      else response.writeHead(302, { location: "/elsewhere" }).end();
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    const answer = await call({
      method: "GET",
      url: `http://127.0.0.1:${port}/`,
      deadlineMs: 2_000,
    });
    expect(answer.status).toBe(302);
    expect(visited).toEqual(["/"]);
    server.close();
  });

  test("a connection that broke may have been heard; one that was refused was not", async () => {
    const server = createTcp((socket) => socket.once("data", () => socket.destroy()));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const pay = () => call({ method: "POST", url, json: {}, deadlineMs: 2_000 });
    await expect(pay()).rejects.toMatchObject({ kind: "no_answer" });
    await new Promise((closed) => server.close(closed));
    await expect(pay()).rejects.toMatchObject({ kind: "unreachable" });
  });
});
