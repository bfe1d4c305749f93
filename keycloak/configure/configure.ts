import { customerRealm, variantClient } from "../describe/customer-realm.ts";
import type { RealmDescription } from "../describe/representations.ts";
import { KeycloakProblem } from "../problem.ts";
import { openRealm } from "./admin-api.ts";
import { applySteps } from "./apply.ts";
import { notesOn } from "./notes.ts";
import { type Plan, planConfiguration } from "./plan.ts";
import type { Outcome } from "./print.ts";
import { readRealm } from "./read-realm.ts";
import type { ConfigureSettings } from "./settings.ts";

/** What the settings ask of the realm. Pure. */
export function describeRealm(settings: ConfigureSettings): RealmDescription {
  const { console, device, phone, keys } = settings;
  return customerRealm({
    consoles: [
      variantClient(settings.variant, {
        ...console,
        consoleOrigin: settings.consoleOrigin,
        ...(keys ? { keys } : {}),
      }),
    ],
    device: { clientId: "countersign-device", ...device },
    phone: {
      clientId: "countersign-phone",
      ...phone,
      redirectUri: `${settings.phoneOrigin}/api/phone/enrol/callback`,
    },
    expiresIn: settings.expiresIn,
    interval: settings.interval,
  });
}

/** Reads the realm, plans, and with `apply` does it. @throws KeycloakProblem, one sentence */
export async function configure(
  settings: ConfigureSettings,
  send: typeof fetch = fetch,
): Promise<Outcome> {
  const wanted = describeRealm(settings);
  const clientIds = wanted.clients.map(({ clientId }) => clientId);
  const api = await openRealm(settings, send);
  const state = await readRealm(api, clientIds);
  const plan = planConfiguration(state, wanted);
  const applied = settings.apply && plan.steps.length > 0;
  if (applied) {
    await applySteps(api, state.realm, plan.steps);
    requireNothingLeft(planConfiguration(await readRealm(api, clientIds), wanted));
  }
  return {
    realmUrl: `${settings.serverUrl}/realms/${settings.realm}`,
    variant: settings.variant,
    plan,
    notes: notesOn(state, wanted),
    applied,
  };
}

/** What Keycloak took without an error and did not keep is a fault, not a success. */
function requireNothingLeft({ steps }: Plan): void {
  const [first, ...more] = steps.flatMap(({ changes }) => changes);
  if (!first) return;
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  throw new KeycloakProblem(
    `Keycloak took every change but did not keep all of them: ${first.object} ${first.field ?? ""}${others}.`,
  );
}
