import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configure } from "#keycloak/configure/configure.ts";
import { inWords, type Outcome } from "#keycloak/configure/print.ts";
import { readSettings } from "#keycloak/configure/settings.ts";
import type { Variant } from "#keycloak/describe/customer-realm.ts";
import { adminCall } from "./admin-call.ts";
import type { Player } from "./modes-flow.ts";
import { players, tokensOf } from "./modes-players.ts";
import { admin, type Modes, secret } from "./modes-target.ts";

const adminEnvironment = {
  KEYCLOAK_ADMIN_USER: admin.username,
  KEYCLOAK_ADMIN_PASSWORD: admin.password,
};

/** The player of each variant, on the realm that was empty. */
const variants: Record<Variant, Player> = {
  plain: { ...players.plain, realm: "empty-plain" },
  ping: { ...players.ping, realm: "empty-ping" },
  "fapi-mtls": { ...players.fapiMtls, realm: "empty-fapi-mtls" },
  "fapi-dpop": { ...players.fapiDpop, realm: "empty-fapi-dpop" },
};

/** `keycloak:configure` on realms with nothing in them but a user. */
export function configureSuite(modes: () => Modes): void {
  const run = (
    realm: string,
    variant: Variant,
    more: string[] = [],
    env: Record<string, string> = {},
  ): Promise<Outcome> => {
    const { keys, origin, pings, folder } = modes();
    const file = join(folder, "console-keys.json");
    writeFileSync(file, JSON.stringify({ keys: [keys.PS256.publicJwk] }));
    const settings = readSettings(
      [
        `--realm-url=${origin}/realms/${realm}`,
        `--variant=${variant}`,
        `--console-url=${pings.origin}`,
        "--phone-url=http://127.0.0.1:5401",
        ...(variant.startsWith("fapi") ? [`--jwks-file=${file}`] : []),
        ...more,
      ],
      { ...adminEnvironment, CONSOLE_CIBA_CLIENT_SECRET: secret, ...env },
    );
    return configure(settings, modes().fetchWith());
  };

  describe("is configured for", () => {
    it.each(Object.keys(variants) as Variant[])(
      "%s: plan, apply, nothing to do; then an approved request gives tokens",
      async (variant) => {
        const { realm } = variants[variant];
        const before = await realmOf(modes(), realm);
        const planned = await run(realm, variant);
        expect(planned.plan.steps.length).toBeGreaterThan(9);
        expect(inWords(planned)).toMatch(/nothing was changed\. Add --apply to make them\.$/);
        expect(await realmOf(modes(), realm)).toEqual(before);

        const applied = await run(realm, variant, ["--apply"]);
        expect(applied.plan).toEqual(planned.plan);
        expect(inWords(applied)).toMatch(/\d+ changes made\.$/);
        expect(inWords(applied)).not.toContain(secret);

        const again = await run(realm, variant, ["--apply"]);
        expect(again.plan).toEqual({ steps: [], leftAlone: [] });
        expect(inWords(again)).toMatch(/Nothing to do: the realm is as described\.$/);
        expect(rest(await realmOf(modes(), realm))).toEqual(rest(before));

        const tokens = await tokensOf(modes(), variants[variant]);
        expect(tokens.claims()?.aud).toBe(variants[variant].clientId);
      },
      60_000,
    );

    it("another variant of the same client: the notification endpoint goes", async () => {
      const { clientId } = players.ping;
      const toPlain = await run("empty-ping", "plain", ["--apply"], {
        CONSOLE_CIBA_CLIENT_ID: clientId,
      });
      expect(toPlain.plan.steps.flatMap(({ changes }) => changes)).toMatchObject([
        { field: "notification endpoint (ciba.backchannel.client.notification.endpoint)" },
        { field: "delivery mode (ciba.backchannel.token.delivery.mode)", from: "ping", to: "poll" },
      ]);
      const back = await run("empty-ping", "ping", ["--apply"]);
      expect(back.plan.steps).toHaveLength(1);
    });
  });

  it("is not given keys at an address without TLS once the FAPI policy is there", async () => {
    const change = run("empty-fapi-mtls", "fapi-mtls", [
      "--jwks-url=http://127.0.0.1:1/",
      "--apply",
    ]);
    await expect(change).rejects.toThrow(
      /^Keycloak refused to change the client "countersign-console-fapi" \(400\): .*jwks/i,
    );
  });

  describe("is configured by", () => {
    it("an administrator with two roles only, and by none with fewer", async () => {
      const realm = "empty-plain";
      await makeConfigurator(modes(), realm, "configurator", ["manage-realm", "manage-clients"]);
      await makeConfigurator(modes(), realm, "onlooker", ["view-realm", "view-clients"]);
      const as = (clientId: string) => ({
        KEYCLOAK_ADMIN_REALM: realm,
        KEYCLOAK_ADMIN_CLIENT_ID: clientId,
        KEYCLOAK_ADMIN_CLIENT_SECRET: "secret-of-the-administrator",
      });
      const words = ["--interval=3", "--apply"];
      await expect(run(realm, "plain", words, as("onlooker"))).rejects.toThrow(
        /^The administrator may not change the realm "empty-plain" \(403\): give it the roles/,
      );
      const outcome = await run(realm, "plain", words, as("configurator"));
      expect(outcome.applied).toBe(true);
      expect((await run(realm, "plain", ["--apply"])).plan.steps).toHaveLength(1);
    });

    it("nobody with a wrong password, nor in a realm that is not there", async () => {
      const wrong = { KEYCLOAK_ADMIN_PASSWORD: "wrong" };
      await expect(run("empty-plain", "plain", [], wrong)).rejects.toThrow(
        /did not sign in the administrator, user "admin" of the realm "master" \(400 Invalid user/,
      );
      await expect(run("nowhere", "plain")).rejects.toThrow(/^There is no realm "nowhere" at/);
    });
  });
}

/** All of a realm but what the command may change; attributes that Keycloak adds by itself count not. */
function rest(realm: Record<string, unknown>): Record<string, unknown> {
  const { attributes: _, clientPolicies: __, ...others } = realm;
  return others;
}

const realmOf = (modes: Modes, realm: string): Promise<Record<string, unknown>> =>
  adminCall(modes, "GET", realm);

/** A client of the realm that may do what the roles of its realm-management say. */
async function makeConfigurator(modes: Modes, realm: string, clientId: string, roles: string[]) {
  await adminCall(modes, "POST", `${realm}/clients`, {
    ...{ clientId, secret: "secret-of-the-administrator", publicClient: false },
    ...{ serviceAccountsEnabled: true, standardFlowEnabled: false, fullScopeAllowed: true },
  });
  const idOf = async (id: string) =>
    (await adminCall(modes, "GET", `${realm}/clients?clientId=${id}`))[0]?.id;
  const management = await idOf("realm-management");
  const user = await adminCall(
    modes,
    "GET",
    `${realm}/clients/${await idOf(clientId)}/service-account-user`,
  );
  const all = await adminCall(modes, "GET", `${realm}/clients/${management}/roles`);
  await adminCall(
    modes,
    "POST",
    `${realm}/users/${String(user.id)}/role-mappings/clients/${management}`,
    all.filter(({ name }) => roles.includes(String(name))),
  );
}
