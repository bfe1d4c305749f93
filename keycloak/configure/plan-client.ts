import { isDeepStrictEqual } from "node:util";
import { policyAttribute } from "../describe/policies.ts";
import type { ClientRepresentation } from "../describe/representations.ts";
import type { Change, Plan, ScopeKind, Step } from "./plan.ts";
import type { FoundClient } from "./read-realm.ts";

/** Ours even where a description has them not: what an earlier variant left must not go on. */
const ownAttributes = [
  policyAttribute,
  "ciba.backchannel.client.notification.endpoint",
  "ciba.backchannel.auth.request.signing.alg",
];

const words: Record<string, string> = {
  clientAuthenticatorType: "how the client authenticates",
  standardFlowEnabled: "authorization code flow",
  implicitFlowEnabled: "implicit flow",
  directAccessGrantsEnabled: "password grant",
  serviceAccountsEnabled: "client credentials",
  fullScopeAllowed: "all roles in its tokens",
  consentRequired: "consent recorded",
  redirectUris: "redirect addresses",
  "oidc.ciba.grant.enabled": "may ask customers",
  "ciba.backchannel.token.delivery.mode": "delivery mode",
  "ciba.backchannel.client.notification.endpoint": "notification endpoint",
  "ciba.backchannel.auth.request.signing.alg": "algorithm of signed requests",
  "access.token.lifespan": "seconds that a token lives",
  "dpop.bound.access.tokens": "tokens bound to a DPoP key",
  "tls.client.certificate.bound.access.tokens": "tokens bound to the certificate",
  "jwks.url": "address of its public keys",
  "jwks.string": "its public keys",
  "x509.subjectdn": "subject of its certificate",
  "x509.casubjectdn": "issuer of its certificate",
  [policyAttribute]: "policy that it is under",
};

/** What a client lacks, and what it has besides. Pure; compares a secret, never shows it. */
export function planClient(now: FoundClient | undefined, wanted: ClientRepresentation): Plan {
  const object = `client "${wanted.clientId}"`;
  if (!now) {
    const change: Change = { group: "Clients", kind: "create", object, to: summary(wanted) };
    return {
      steps: [{ call: { do: "create client", client: wanted }, changes: [change] }],
      leftAlone: [],
    };
  }
  const wantedAttributes = {
    ...Object.fromEntries(
      ownAttributes.flatMap((name) => (now.attributes[name] ? [[name, ""]] : [])),
    ),
    ...wanted.attributes,
  };
  const changes = [
    ...fieldChanges(now, wanted, object),
    ...secretChange(now, wanted, object),
    ...attributeChanges(now.attributes, wantedAttributes, object),
  ];
  const { defaultClientScopes: _, optionalClientScopes: __, name: ___, ...rest } = wanted;
  const attributes = { ...now.attributes, ...wantedAttributes };
  const change: Step = {
    call: { do: "change client", id: now.id, client: { ...now, ...rest, attributes } },
    changes,
  };
  return {
    steps: [...(changes.length > 0 ? [change] : []), ...scopeSteps(now, wanted, object)],
    leftAlone: leftAlone(now, wanted, object),
  };
}

function summary(client: ClientRepresentation): string {
  const { attributes, clientAuthenticatorType, redirectUris } = client;
  const mode = attributes["ciba.backchannel.token.delivery.mode"];
  const endpoint = attributes["ciba.backchannel.client.notification.endpoint"];
  const said = [
    mode ? `asks customers by ${mode}` : undefined,
    endpoint && `told at ${endpoint}`,
    `authenticates by ${clientAuthenticatorType}`,
    attributes["jwks.url"] && `keys at ${attributes["jwks.url"]}`,
    attributes["jwks.string"] && `keys ${keyNames(attributes["jwks.string"])}`,
    redirectUris[0] && `signs in to ${redirectUris[0]}`,
    attributes["dpop.bound.access.tokens"] === "true" && "tokens bound to a DPoP key",
    attributes["tls.client.certificate.bound.access.tokens"] === "true" &&
      "tokens bound to the certificate",
    attributes[policyAttribute] && `under the policy ${attributes[policyAttribute]}`,
  ];
  return said.filter(Boolean).join(", ");
}

/** Fields that are compared as they are; names, scopes, secret and attributes are not among them. */
function fieldChanges(now: FoundClient, wanted: ClientRepresentation, object: string): Change[] {
  const skipped = new Set(["clientId", "name", "secret", "attributes"]);
  return Object.entries(wanted).flatMap(([name, value]) => {
    if (skipped.has(name) || name.endsWith("ClientScopes")) return [];
    if (isDeepStrictEqual(comparable(now[name]), comparable(value))) return [];
    return [changed(object, name, shown(now[name]), shown(value))];
  });
}

const comparable = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value);
const shown = (value: unknown) =>
  Array.isArray(value) ? value.join(" ") || "none" : String(value ?? "none");

function secretChange(
  now: FoundClient,
  { secret }: ClientRepresentation,
  object: string,
): Change[] {
  if (secret === undefined || now.secret === secret) return [];
  return [changed(object, "secret", "another one", "the one of the environment")];
}

function attributeChanges(
  now: Record<string, string>,
  wanted: Record<string, string>,
  object: string,
): Change[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const found = now[name];
    // Keycloak reads an absent switch as off.
    if (found === value || (found === undefined && value === "false")) return [];
    if (name !== "jwks.string")
      return [changed(object, name, found || "none", value || "none (removed)")];
    if (isDeepStrictEqual(parsedKeys(found), parsedKeys(value))) return [];
    return [changed(object, name, keyNames(found), keyNames(value))];
  });
}

function parsedKeys(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function keyNames(text: string | undefined): string {
  const { keys } = (parsedKeys(text) ?? {}) as { keys?: { kid?: string }[] };
  return keys?.map(({ kid }) => kid ?? "one without an id").join(", ") || "none";
}

function changed(object: string, name: string, from: string, to: string): Change {
  const field = words[name] ? `${words[name]} (${name})` : name;
  return { group: "Clients", kind: "change", object, field, from, to };
}

const listOf = (kind: ScopeKind) => `${kind}ClientScopes` as const;

function scopeSteps(now: FoundClient, wanted: ClientRepresentation, object: string): Step[] {
  return (["default", "optional"] as const).flatMap((kind) =>
    wanted[listOf(kind)].flatMap((scope): Step[] => {
      if (now[listOf(kind)].includes(scope)) return [];
      const other = kind === "default" ? "optional" : "default";
      const moved = now[listOf(other)].includes(scope);
      const from = moved ? other : "none";
      const change = changed(object, `scope ${scope}`, from, kind);
      const call = { do: "give scope", id: now.id, scope, as: kind } as const;
      return [{ call: moved ? { ...call, instead: other } : call, changes: [change] }];
    }),
  );
}

function leftAlone(now: FoundClient, wanted: ClientRepresentation, object: string): string[] {
  // Keycloak itself gives "service_account" to every client with a service account.
  const known = [...wanted.defaultClientScopes, ...wanted.optionalClientScopes, "service_account"];
  const extra = (kind: ScopeKind) =>
    now[listOf(kind)]
      .filter((scope) => !known.includes(scope))
      .map((scope) => `${object} also has the ${kind} scope ${scope}`);
  return [...extra("default"), ...extra("optional")];
}
