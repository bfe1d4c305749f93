import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { demoRealms, type Realm } from "#demo/keycloak/realms.ts";
import { customers } from "#demo/seed/customers.ts";
import { staff } from "#demo/seed/staff.ts";

const folder = join(import.meta.dirname, "../../../keycloak/realms");
const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));

const secrets = { consoleStaff: "s-1", console: "s-2", device: "s-3", phone: "s-4" };
const inputs = {
  staff,
  customers,
  secrets,
  consoleOrigin: "http://localhost:4400",
  consoleBackchannelOrigin: "http://127.0.0.1:4400",
  phoneOrigin: "http://phone.localhost:4401",
};
const [staffRealm, customersRealm] = demoRealms(inputs) as [Realm, Realm];

interface Scope {
  name: string;
  attributes: Record<string, string>;
  protocolMappers: { protocolMapper: string; config: Record<string, string> }[];
}

const scopesOf = (realm: Realm) => realm.clientScopes as Scope[];
const scopeOf = (realm: Realm, name: string) =>
  scopesOf(realm).find((scope) => scope.name === name);
const clientOf = (realm: Realm, clientId: string) =>
  realm.clients.find((client) => client.clientId === clientId);

function audiencesOf(realm: Realm, scope: string): string[] {
  return (scopeOf(realm, scope)?.protocolMappers ?? []).flatMap(({ config }) =>
    config["access.token.claim"] === "true" ? (config["included.custom.audience"] ?? []) : [],
  );
}

/** Claims that a scope puts into ID Token and access token alike. */
function claimsOf(realm: Realm, scope: string): string[] {
  return (scopeOf(realm, scope)?.protocolMappers ?? [])
    .filter(
      ({ config }) =>
        config["id.token.claim"] === "true" && config["access.token.claim"] === "true",
    )
    .map(({ protocolMapper, config }) =>
      protocolMapper === "oidc-full-name-mapper" ? "name" : (config["claim.name"] ?? ""),
    )
    .sort();
}

describe("the committed realm files", () => {
  it("are the staff's; the customers' is described by functions", () => {
    expect(files.map((file) => JSON.parse(file).realm)).toEqual(["staff"]);
  });

  it.each([
    ["secrets of clients", /"secret"/],
    ["users", /"(users|credentials|secretData)"/],
    ["keys of signing", /privateKey|BEGIN [A-Z ]*PRIVATE|"(d|k|p|q)":/],
    ["variables to be filled in by Keycloak", /\$\{/],
  ])("hold no %s", (_, pattern) => {
    for (const file of files) expect(file).not.toMatch(pattern);
  });

  it("name only addresses of the reserved example domain", () => {
    const hosts = files.flatMap((file) =>
      [...file.matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host),
    );
    expect(hosts.length).toBeGreaterThan(0);
    for (const host of hosts) expect(host).toMatch(/\.example$/);
  });
});

describe("every realm", () => {
  it.each([staffRealm, customersRealm])("$realm signs with an ES256 key of its own", (realm) => {
    expect(realm.defaultSignatureAlgorithm).toBe("ES256");
    const components = realm.components as Record<string, { providerId: string }[]>;
    expect(components["org.keycloak.keys.KeyProvider"]?.map((key) => key.providerId)).toEqual([
      "ecdsa-generated",
      "hmac-generated",
      "aes-generated",
    ]);
  });

  it.each([staffRealm, customersRealm])("$realm defines every scope that a client has", (realm) => {
    const known = scopesOf(realm).map((scope) => scope.name);
    for (const client of realm.clients) {
      const { defaultClientScopes, optionalClientScopes } = client as unknown as Record<
        string,
        string[]
      >;
      expect(known).toEqual(expect.arrayContaining(defaultClientScopes ?? []));
      expect(known).toEqual(expect.arrayContaining(optionalClientScopes ?? []));
    }
  });

  it.each([staffRealm, customersRealm])("$realm gives no client more than it needs", (realm) => {
    for (const client of realm.clients) {
      expect(client).toMatchObject({
        publicClient: false,
        implicitFlowEnabled: false,
        directAccessGrantsEnabled: false,
        fullScopeAllowed: false,
        consentRequired: false,
      });
      expect(client.redirectUris.join()).not.toContain("*");
    }
  });

  it.each([staffRealm, customersRealm])("$realm slows down guessing of passwords", (realm) => {
    expect(realm.bruteForceProtected).toBe(true);
    expect(realm).toMatchObject({ registrationAllowed: false, resetPasswordAllowed: false });
  });
});

describe("the staff realm", () => {
  it("signs operators in at the console by code and PKCE, for 15 minutes a token", () => {
    expect(staffRealm.clients.map((client) => client.clientId)).toEqual([
      "countersign-console-staff",
    ]);
    expect(clientOf(staffRealm, "countersign-console-staff")).toMatchObject({
      secret: "s-1",
      standardFlowEnabled: true,
      serviceAccountsEnabled: false,
      redirectUris: ["http://localhost:4400/api/auth/callback/staff"],
      attributes: {
        "pkce.code.challenge.method": "S256",
        "post.logout.redirect.uris": "http://localhost:4400/",
        "backchannel.logout.url": "http://127.0.0.1:4400/api/auth/backchannel-logout",
        "backchannel.logout.session.required": "true",
        "use.refresh.tokens": "true",
        "access.token.lifespan": "900",
      },
    });
    expect(staffRealm.revokeRefreshToken).toBe(false);
  });

  it("tells who the operator is in ID Token and access token, and lets the bank know", () => {
    const client = clientOf(staffRealm, "countersign-console-staff") as unknown as {
      defaultClientScopes: string[];
    };
    expect(client.defaultClientScopes).toEqual(["basic", "profile", "operator"]);
    expect(claimsOf(staffRealm, "profile")).toEqual(["name", "preferred_username"]);
    expect(claimsOf(staffRealm, "operator")).toEqual(["branch", "roles"]);
    expect(claimsOf(staffRealm, "basic")).toEqual(["auth_time"]);
    expect(audiencesOf(staffRealm, "operator")).toEqual(["bank-api"]);
    expect(JSON.stringify(staffRealm.components)).toContain('\\"name\\":\\"branch\\"');
  });

  it("has the four roles, in the console's tokens and nothing else", () => {
    const roles = (staffRealm.roles as { realm: { name: string }[] }).realm.map(({ name }) => name);
    expect(roles).toEqual(["teller", "agent", "supervisor", "auditor"]);
    expect(staffRealm.scopeMappings).toEqual([{ client: "countersign-console-staff", roles }]);
    for (const user of staffRealm.users) {
      expect(roles).toEqual(expect.arrayContaining(user.realmRoles));
      expect(user.attributes.branch).toHaveLength(1);
    }
  });
});

describe("the customers realm", () => {
  it("polls, for two minutes, every two seconds", () => {
    expect(customersRealm.attributes).toEqual({
      cibaBackchannelTokenDeliveryMode: "poll",
      cibaExpiresIn: "120",
      cibaInterval: "2",
      cibaAuthRequestedUserHint: "login_hint",
    });
  });

  it.each([
    ["transfers:write", "bank-api"],
    ["profile:release", "bank-api"],
    ["bank:console", "bank-api"],
    ["bank:device", "bank-api"],
    ["phone:enrol", "bank-api"],
    ["device:follow", "device"],
  ])("puts the audience of %s, which is %s, with that scope only", (scope, audience) => {
    expect(audiencesOf(customersRealm, scope)).toEqual([audience]);
    expect(scopeOf(customersRealm, scope)?.attributes["include.in.token.scope"]).toBe("true");
    expect(audiencesOf(customersRealm, "basic")).toEqual([]);
  });

  it("lets the console ask and work in its own name, without refresh tokens", () => {
    expect(clientOf(customersRealm, "countersign-console")).toMatchObject({
      secret: "s-2",
      standardFlowEnabled: false,
      serviceAccountsEnabled: true,
      defaultClientScopes: ["basic"],
      optionalClientScopes: ["transfers:write", "profile:release", "bank:console", "device:follow"],
      attributes: {
        "oidc.ciba.grant.enabled": "true",
        "ciba.backchannel.token.delivery.mode": "poll",
        "use.refresh.tokens": "false",
        "client_credentials.use_refresh_token": "false",
        "access.token.lifespan": "120",
      },
    });
  });

  it("lets the device zone work in its own name only", () => {
    const client = clientOf(customersRealm, "countersign-device");
    expect(client).toMatchObject({
      secret: "s-3",
      standardFlowEnabled: false,
      serviceAccountsEnabled: true,
      optionalClientScopes: ["bank:device"],
    });
    expect(client?.attributes).not.toHaveProperty("oidc.ciba.grant.enabled");
  });

  it("signs customers in at the phone by code and PKCE, and says when they did", () => {
    const client = clientOf(customersRealm, "countersign-phone");
    expect(client).toMatchObject({
      secret: "s-4",
      standardFlowEnabled: true,
      serviceAccountsEnabled: false,
      redirectUris: ["http://phone.localhost:4401/api/phone/enrol/callback"],
      optionalClientScopes: ["phone:enrol"],
      attributes: { "pkce.code.challenge.method": "S256", "use.refresh.tokens": "false" },
    });
    expect(claimsOf(customersRealm, "basic")).toEqual(["auth_time"]);
  });

  it("ends a session that nobody ended within five minutes", () => {
    expect(customersRealm.ssoSessionIdleTimeout).toBe(300);
  });
});

describe("the people of the demo", () => {
  const everybody = [...staffRealm.users, ...customersRealm.users];

  it("have the ids, names and addresses of the seed", () => {
    expect(staffRealm.users.map(({ id }) => id)).toEqual(staff.map(({ id }) => id));
    expect(customersRealm.users.map(({ id }) => id)).toEqual(customers.map(({ id }) => id));
    expect(new Set(everybody.map(({ id }) => id)).size).toBe(everybody.length);
    const tara = staffRealm.users.find(({ username }) => username === "tara");
    expect(tara).toMatchObject({ firstName: "Tara", lastName: "Teller", realmRoles: ["teller"] });
  });

  it("can be asked at once: no required action, consent given, unless blocked", () => {
    for (const user of everybody) expect(user.requiredActions).toEqual([]);
    for (const user of customersRealm.users) {
      expect(user.clientConsents).toEqual(
        ["", "-ping", "-dpop", "-jwt"].map((kind) => ({
          clientId: `countersign-console${kind}`,
          grantedClientScopes: ["transfers:write", "profile:release"],
        })),
      );
    }
    const refused = customersRealm.users.filter(({ enabled }) => !enabled);
    expect(refused.map(({ id }) => id)).toEqual(
      customers.filter(({ status }) => status === "blocked").map(({ id }) => id),
    );
  });

  it("have ready-made password hashes, and no password stands in the realm", () => {
    const passwords = new Set([...staff, ...customers].map(({ password }) => password));
    for (const user of everybody) {
      const [credential, ...more] = user.credentials;
      expect(more).toEqual([]);
      expect(JSON.parse(credential?.credentialData ?? "")).toMatchObject({
        algorithm: "pbkdf2-sha512",
      });
      for (const password of passwords) expect(credential?.secretData).not.toContain(password);
    }
  });

  it("give the same realms from the same inputs, so that a restart imports nothing", () => {
    expect(JSON.stringify(demoRealms(inputs))).toBe(JSON.stringify([staffRealm, customersRealm]));
    const other = demoRealms({ ...inputs, secrets: { ...secrets, console: "s-9" } });
    expect(JSON.stringify(other)).not.toBe(JSON.stringify([staffRealm, customersRealm]));
  });
});
