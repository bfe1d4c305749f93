import type { MapperRepresentation, ScopeRepresentation } from "./representations.ts";

/** Scopes that a customer may grant. */
export const customerScopes = ["transfers:write", "profile:release"];

/** `sub` and `auth_time` in every token. Keycloak makes the same one in a realm of its own making. */
const basic: ScopeRepresentation = {
  name: "basic",
  description: "sub and auth_time",
  protocol: "openid-connect",
  attributes: { "include.in.token.scope": "false", "display.on.consent.screen": "false" },
  protocolMappers: [
    mapper("sub", "oidc-sub-mapper", {
      "access.token.claim": "true",
      "introspection.token.claim": "true",
    }),
    mapper("auth_time", "oidc-usersessionmodel-note-mapper", {
      "user.session.note": "AUTH_TIME",
      "claim.name": "auth_time",
      "jsonType.label": "long",
      "id.token.claim": "true",
      "access.token.claim": "true",
      "introspection.token.claim": "true",
    }),
  ],
};

/** Every scope of the customers' realm; a token is for the bank only if a scope for it was asked. */
export const scopes: ScopeRepresentation[] = [
  basic,
  scopeFor("bank-api", {
    name: "transfers:write",
    description: "Execute one approved transfer",
    consent: "Make a transfer that you approved",
  }),
  scopeFor("bank-api", {
    name: "profile:release",
    description: "Release the profile fields of one approved order",
    consent: "Show fields of your profile that you released",
  }),
  scopeFor("bank-api", {
    name: "bank:console",
    description: "The console at the bank, in its own name",
  }),
  scopeFor("bank-api", {
    name: "bank:device",
    description: "The device zone at the bank, in its own name",
  }),
  scopeFor("device", {
    name: "device:follow",
    description: "The console following its requests at the device zone",
  }),
  scopeFor("bank-api", {
    name: "phone:enrol",
    description: "Enrol the phone that was just signed in from",
    consent: "Enrol this phone",
  }),
];

function scopeFor(
  audience: string,
  { name, description, consent }: { name: string; description: string; consent?: string },
): ScopeRepresentation {
  return {
    name,
    description,
    protocol: "openid-connect",
    attributes: {
      "include.in.token.scope": "true",
      "display.on.consent.screen": String(consent !== undefined),
      ...(consent === undefined ? {} : { "consent.screen.text": consent }),
    },
    protocolMappers: [
      mapper(`${audience} audience`, "oidc-audience-mapper", {
        "included.custom.audience": audience,
        "access.token.claim": "true",
        "introspection.token.claim": "true",
      }),
    ],
  };
}

function mapper(
  name: string,
  protocolMapper: string,
  config: Record<string, string>,
): MapperRepresentation {
  return { name, protocol: "openid-connect", protocolMapper, config };
}
