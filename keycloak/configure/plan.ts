import { isDeepStrictEqual } from "node:util";
import type {
  ClientRepresentation,
  KeyRepresentation,
  MapperRepresentation,
  RealmDescription,
  ScopeRepresentation,
} from "../describe/representations.ts";
import { planClient } from "./plan-client.ts";
import { planScope } from "./plan-scope.ts";
import type { FoundClient, FoundPolicy, RealmState } from "./read-realm.ts";

export const groups = [
  "Signing keys",
  "Client scopes",
  "CIBA policy of the realm",
  "Clients",
  "Client policies",
] as const;
export type Group = (typeof groups)[number];

/** One difference, in words. `from` and `to` never hold a secret. */
export interface Change {
  group: Group;
  kind: "create" | "change";
  /** What it is about, e.g. `client "countersign-console"`. */
  object: string;
  field?: string;
  from?: string;
  to?: string;
}

/** One call of the admin API. */
export type Call =
  | { do: "create key"; key: KeyRepresentation }
  | { do: "create scope"; scope: ScopeRepresentation }
  | { do: "change scope"; id: string; scope: object }
  | { do: "create mapper"; scopeId: string; mapper: MapperRepresentation }
  | { do: "change mapper"; scopeId: string; id: string; mapper: object }
  | { do: "change realm"; realm: object }
  | { do: "create client"; client: ClientRepresentation }
  | { do: "change client"; id: string; client: object }
  | { do: "give scope"; id: string; scope: string; as: ScopeKind; instead?: ScopeKind }
  | { do: "set policies"; policies: object[] };

export type ScopeKind = "default" | "optional";

/** A call and what it changes. */
export interface Step {
  call: Call;
  changes: Change[];
}

export interface Plan {
  /** In the order in which they are to be done. */
  steps: Step[];
  /** What is there besides on our objects and is left as it is. */
  leftAlone: string[];
}

/**
 * What differs between a realm and its description, and the calls that make it the same. Pure.
 * Nothing is ever deleted; what a description does not name stays as it is.
 */
export function planConfiguration(state: RealmState, wanted: RealmDescription): Plan {
  const clients = wanted.clients.map((client) => planClient(clientOf(state, client), client));
  return {
    steps: [
      ...wanted.keys.flatMap((key) => planKey(state, key)),
      ...wanted.scopes.flatMap((scope) => planScope(state.scopes, scope)),
      ...planCibaPolicy(state, wanted.cibaPolicy),
      ...clients.flatMap(({ steps }) => steps),
      // Last: a policy that is already there judges every change of its client.
      ...planPolicies(state.policies, wanted.policies),
    ],
    leftAlone: clients.flatMap(({ leftAlone }) => leftAlone),
  };
}

function clientOf(state: RealmState, { clientId }: ClientRepresentation): FoundClient | undefined {
  return state.clients.find((client) => client.clientId === clientId);
}

function planKey(state: RealmState, key: KeyRepresentation): Step[] {
  if (state.signingAlgs.includes(key.alg)) return [];
  const change: Change = {
    group: "Signing keys",
    kind: "create",
    object: `key for ${key.alg}, which Keycloak generates`,
  };
  return [
    {
      call: { do: "create key", key: { ...key, name: `countersign-${key.name}` } },
      changes: [change],
    },
  ];
}

const policyWords: Record<string, string> = {
  cibaBackchannelTokenDeliveryMode: "delivery mode of clients that say none",
  cibaExpiresIn: "seconds to answer",
  cibaInterval: "least seconds between two polls",
  cibaAuthRequestedUserHint: "hint that names the customer",
};

function planCibaPolicy(state: RealmState, wanted: Record<string, string>): Step[] {
  const { realm } = state;
  const changes = Object.entries(wanted)
    .filter(([name, value]) => realm.attributes[name] !== value)
    .map(
      ([name, value]): Change => ({
        group: "CIBA policy of the realm",
        kind: "change",
        object: `realm "${realm.realm}"`,
        field: `${policyWords[name] ?? name} (${name})`,
        from: realm.attributes[name] ?? "none",
        to: value,
      }),
    );
  if (changes.length === 0) return [];
  // The whole realm goes back: a partial one resets the one-time-code policy (measured, 26.7.3).
  const attributes = { ...realm.attributes, ...wanted };
  return [{ call: { do: "change realm", realm: { ...realm, attributes } }, changes }];
}

function planPolicies(found: readonly FoundPolicy[], wanted: RealmDescription["policies"]): Step[] {
  const changes: Change[] = [];
  let policies: object[] = [...found];
  for (const policy of wanted) {
    const object = `policy "${policy.name}"`;
    const now = found.find(({ name }) => name === policy.name);
    if (!now) {
      const to = `profiles ${policy.profiles.join(", ")}; for clients with the attribute ${attributeOf(policy)}`;
      changes.push({ group: "Client policies", kind: "create", object, to });
      policies = [...policies, policy];
      continue;
    }
    for (const field of ["enabled", "conditions", "profiles"] as const) {
      if (isDeepStrictEqual(now[field], policy[field])) continue;
      const [from, to] = [JSON.stringify(now[field]), JSON.stringify(policy[field])];
      changes.push({ group: "Client policies", kind: "change", object, field, from, to });
    }
    policies = policies.map((each) => (each === now ? { ...now, ...policy } : each));
  }
  return changes.length === 0 ? [] : [{ call: { do: "set policies", policies }, changes }];
}

function attributeOf({ conditions }: RealmDescription["policies"][number]): string {
  const text = String(conditions[0]?.configuration.attributes ?? "[]");
  const [pair] = JSON.parse(text) as { key: string; value: string }[];
  return pair ? `${pair.key} = ${pair.value}` : "";
}
