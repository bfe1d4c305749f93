import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeRealm } from "#keycloak/configure/configure.ts";
import { notesOn } from "#keycloak/configure/notes.ts";
import { type Change, planConfiguration } from "#keycloak/configure/plan.ts";
import { inJson, inWords } from "#keycloak/configure/print.ts";
import type { RealmState } from "#keycloak/configure/read-realm.ts";
import { readSettings } from "#keycloak/configure/settings.ts";
import type { Variant } from "#keycloak/describe/customer-realm.ts";
import type { RealmDescription } from "#keycloak/describe/representations.ts";

const folder = mkdtempSync(join(tmpdir(), "countersign-test-configure-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = "secret-of-the-console-0001";
const argv = (variant: string, ...more: string[]) => [
  "--realm-url=https://id.example/realms/customers",
  `--variant=${variant}`,
  "--console-url=https://console.example",
  "--phone-url=https://phone.example",
  ...more,
];
const env = {
  KEYCLOAK_ADMIN_CLIENT_ID: "configurator",
  KEYCLOAK_ADMIN_CLIENT_SECRET: "secret-of-the-administrator",
  CONSOLE_CIBA_CLIENT_SECRET: secret,
};
const wantedFor = (variant: Variant) => describeRealm(readSettings(argv(variant), env));

const bare: RealmState = {
  realm: { id: "r", realm: "customers", attributes: { cibaInterval: "5", theirs: "x" } },
  signingAlgs: ["RS256"],
  scopes: [{ id: "s-basic", name: "basic", attributes: { theirs: "x" }, protocolMappers: [] }],
  clients: [],
  policies: [{ name: "theirs", profiles: ["fapi-1-baseline"] }],
};

/** The realm after a plan was carried out, as Keycloak would say it back. */
function realmOf(wanted: RealmDescription): RealmState {
  return {
    realm: { ...bare.realm, attributes: { ...bare.realm.attributes, ...wanted.cibaPolicy } },
    signingAlgs: ["RS256", ...wanted.keys.map(({ alg }) => alg)],
    scopes: wanted.scopes.map((scope) => ({
      ...scope,
      id: `s-${scope.name}`,
      protocolMappers: scope.protocolMappers.map((mapper) => ({ ...mapper, id: mapper.name })),
    })),
    clients: wanted.clients.map((client) => ({
      ...client,
      id: `c-${client.clientId}`,
      secret: client.secret ?? "made by Keycloak",
      name: "renamed by somebody",
      attributes: { ...client.attributes, theirs: "x" },
      defaultClientScopes: [...client.defaultClientScopes],
      optionalClientScopes: [...client.optionalClientScopes].reverse(),
    })),
    policies: [...bare.policies, ...wanted.policies.map((policy) => ({ ...policy }))],
  };
}

const changesOf = (state: RealmState, wanted: RealmDescription): Change[] =>
  planConfiguration(state, wanted).steps.flatMap(({ changes }) => changes);
const clientIn = (state: RealmState, id: string) => {
  const client = state.clients.find(({ clientId }) => clientId === id);
  if (!client) throw new Error(`no ${id}`);
  return client;
};

describe("a plan", () => {
  it.each(["plain", "ping", "fapi-mtls", "fapi-dpop"] as const)(
    "for %s makes all that an empty realm lacks, and nothing in the realm that it makes",
    (variant) => {
      const wanted = wantedFor(variant);
      const created = changesOf(bare, wanted).filter(({ kind }) => kind === "create");
      const fapi = variant.startsWith("fapi");
      expect(created.filter(({ group }) => group === "Clients")).toHaveLength(3);
      expect(created.filter(({ group }) => group === "Client scopes")).toHaveLength(6);
      expect(created.filter(({ group }) => group === "Signing keys")).toHaveLength(fapi ? 2 : 1);
      expect(created.filter(({ group }) => group === "Client policies")).toHaveLength(fapi ? 1 : 0);
      expect(planConfiguration(realmOf(wanted), wanted)).toEqual({ steps: [], leftAlone: [] });
    },
  );

  it("says old and new, in words", () => {
    const wanted = wantedFor("ping");
    const state = realmOf(wanted);
    const client = clientIn(state, "countersign-console-ping");
    client.attributes["ciba.backchannel.client.notification.endpoint"] = "https://old.example/";
    client.standardFlowEnabled = true;
    state.realm.attributes.cibaInterval = "5";
    expect(changesOf(state, wanted).map(({ field, from, to }) => [field, from, to])).toEqual([
      ["least seconds between two polls (cibaInterval)", "5", "2"],
      ["authorization code flow (standardFlowEnabled)", "true", "false"],
      [
        "notification endpoint (ciba.backchannel.client.notification.endpoint)",
        "https://old.example/",
        "https://console.example/api/ciba/notification",
      ],
    ]);
  });

  it("sends back whole what Keycloak takes as a whole, with what is not ours in it", () => {
    const wanted = wantedFor("fapi-dpop");
    const calls = planConfiguration(bare, wanted).steps.map(({ call }) => call);
    expect(calls).toContainEqual({
      do: "set policies",
      policies: [...bare.policies, ...wanted.policies],
    });
    const realm = calls.find((call) => call.do === "change realm");
    expect(realm).toMatchObject({ realm: { id: "r", attributes: { theirs: "x" } } });
    // A policy judges changes of its clients, so it comes after them.
    expect(calls.at(-1)?.do).toBe("set policies");
  });

  it("never deletes, and names what is there besides", () => {
    const wanted = wantedFor("plain");
    const state = realmOf(wanted);
    const client = clientIn(state, "countersign-console");
    client.defaultClientScopes.push("roles");
    client.optionalClientScopes.push("offline_access");
    expect(planConfiguration(state, wanted)).toEqual({
      steps: [],
      leftAlone: [
        'client "countersign-console" also has the default scope roles',
        'client "countersign-console" also has the optional scope offline_access',
      ],
    });
  });

  it("leaves Keycloak's own scope basic as it is, and makes it where it is missing", () => {
    const wanted = wantedFor("plain");
    expect(changesOf(bare, wanted).some(({ object }) => object === 'scope "basic"')).toBe(false);
    const without = { ...bare, scopes: [] };
    expect(changesOf(without, wanted)).toContainEqual({
      group: "Client scopes",
      kind: "create",
      object: 'scope "basic"',
    });
  });

  it("moves a scope that is given by default, since its audience would be in every token", () => {
    const wanted = wantedFor("plain");
    const state = realmOf(wanted);
    const client = clientIn(state, "countersign-console");
    client.optionalClientScopes = client.optionalClientScopes.filter((s) => s !== "bank:console");
    client.defaultClientScopes.push("bank:console");
    const [step, ...more] = planConfiguration(state, wanted).steps;
    expect(more).toEqual([]);
    expect(step?.call).toEqual({
      ...{ do: "give scope", id: "c-countersign-console", scope: "bank:console" },
      ...{ as: "optional", instead: "default" },
    });
  });

  it("takes off what an earlier variant left on the same client", () => {
    const wanted = wantedFor("plain");
    const state = realmOf(wanted);
    const client = clientIn(state, "countersign-console");
    client.attributes["countersign.policy"] = "fapi-mtls";
    const [step] = planConfiguration(state, wanted).steps;
    expect(step?.changes[0]).toMatchObject({ from: "fapi-mtls", to: "none (removed)" });
    expect(step?.call).toMatchObject({ client: { attributes: { "countersign.policy": "" } } });
  });

  it("mends a mapper that puts in another audience", () => {
    const wanted = wantedFor("plain");
    const state = realmOf(wanted);
    const scope = state.scopes.find(({ name }) => name === "device:follow");
    const mapper = scope?.protocolMappers[0];
    if (mapper) mapper.config = { ...mapper.config, "included.custom.audience": "elsewhere" };
    expect(planConfiguration(state, wanted).steps).toMatchObject([
      {
        call: { do: "change mapper", scopeId: "s-device:follow" },
        changes: [{ field: "included.custom.audience", from: "elsewhere", to: "device" }],
      },
    ]);
  });

  it("compares the secret and shows neither", () => {
    const wanted = wantedFor("plain");
    const state = realmOf(wanted);
    clientIn(state, "countersign-console").secret = "the-old-secret-of-the-console";
    const plan = planConfiguration(state, wanted);
    const outcome = {
      ...{ realmUrl: "u", variant: "plain", plan, applied: false },
      notes: notesOn(state, wanted),
    };
    for (const text of [inWords(outcome), inJson(outcome)]) {
      expect(text).toContain("the one of the environment");
      expect(text).not.toContain(secret);
      expect(text).not.toContain("the-old-secret");
    }
    const created = { ...outcome, plan: planConfiguration(bare, wanted) };
    expect(inWords(created) + inJson(created)).not.toContain(secret);
  });
});

describe("the settings", () => {
  it.each([
    ["no realm", ["--variant=plain"], env, /--realm-url: is missing/],
    ["an unknown variant", argv("push"), env, /--variant: /],
    ["an unknown option", argv("plain", "--secret=x"), env, /Unknown option '--secret'/],
    [
      "an address that is no realm",
      argv("plain", "--realm-url=https://id.example"),
      env,
      /must end in \/realms\/NAME/,
    ],
    ["interval 0", argv("plain", "--interval=0"), env, /--interval: /],
    ["no administrator", argv("plain"), {}, /^No administrator: set KEYCLOAK_ADMIN_CLIENT_ID/],
    [
      "a short secret",
      argv("plain"),
      { ...env, CONSOLE_CIBA_CLIENT_SECRET: "short" },
      /CONSOLE_CIBA_CLIENT_SECRET: /,
    ],
  ])("%s is said in one sentence", (_, words, variables, sentence) => {
    expect(() => readSettings(words, variables)).toThrow(sentence);
    expect(() => readSettings(words, variables)).toThrow(
      expect.objectContaining({ name: "KeycloakProblem" }),
    );
  });

  it("take the addresses of the zones from the environment", () => {
    const words = ["--realm-url=https://id.example/auth/realms/customers/", "--variant=ping"];
    const settings = readSettings(words, {
      ...env,
      CONSOLE_PUBLIC_URL: "https://console.example/",
      DEVICE_PUBLIC_URL: "https://phone.example",
    });
    expect(settings).toMatchObject({
      serverUrl: "https://id.example/auth",
      realm: "customers",
      consoleOrigin: "https://console.example",
      apply: false,
    });
  });

  it("refuse a file with a private key", () => {
    const file = join(folder, "keys.json");
    writeFileSync(file, JSON.stringify({ keys: [{ kty: "EC", crv: "P-256", d: "private" }] }));
    expect(() => readSettings(argv("fapi-dpop", `--jwks-file=${file}`), env)).toThrow(
      /is not a readable JWK Set of public keys/,
    );
    writeFileSync(file, JSON.stringify({ keys: [{ kty: "EC", crv: "P-256", kid: "one" }] }));
    const wanted = describeRealm(readSettings(argv("fapi-dpop", `--jwks-file=${file}`), env));
    expect(wanted.clients[0]?.attributes["jwks.string"]).toContain('"kid":"one"');
  });
});
