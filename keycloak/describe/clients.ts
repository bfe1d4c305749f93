import type { DeliveryMode, SigningAlg, TokenBinding } from "#lib/core/ciba/client-settings.ts";
import { type PolicyName, policyAttribute } from "./policies.ts";
import type { ClientRepresentation } from "./representations.ts";
import { customerScopes } from "./scopes.ts";

/** Seconds that a token of the console or of the device zone lives. */
const TOKEN_LIFETIME = "120";
/** Seconds from the fresh login to the enrolment of a phone. */
const ENROLMENT_LIFETIME = "300";

/** How the console proves that it is the client; Keycloak has no self_signed_tls_client_auth. */
export type Authentication =
  | { method: "client_secret"; secret?: string }
  | { method: "private_key_jwt"; alg: SigningAlg }
  /** Names in RFC 2253, last part first: of the certificate and of the CA that issued it. */
  | { method: "tls_client_auth"; subjectDn: string; caSubjectDn: string };

/** The console's public keys: at an address that Keycloak asks, or as a JWK Set in the client. */
export type PublicKeys = { url: string } | { set: { keys: readonly object[] } };

/** One client by which the console asks customers, whatever the variant. */
export interface ConsoleClient {
  clientId: string;
  authentication: Authentication;
  /** Needed with private_key_jwt and with signed requests. */
  keys?: PublicKeys;
  signedRequests: "off" | SigningAlg;
  delivery: Exclude<DeliveryMode, "push">;
  /** Where pings arrive. */
  notificationEndpoint?: string;
  binding: TokenBinding;
  /** What ID Tokens and access tokens are signed with. */
  tokenAlg: SigningAlg;
  policy?: PolicyName;
}

const authenticators = {
  client_secret: "client-secret",
  private_key_jwt: "client-jwt",
  tls_client_auth: "client-x509",
} as const;

/** Asks customers (CIBA) and works in its own name (client credentials). */
export function consoleClient(client: ConsoleClient): ClientRepresentation {
  const { authentication } = client;
  return {
    ...confidential(client.clientId, "Countersign console (asks customers)"),
    clientAuthenticatorType: authenticators[authentication.method],
    ...(authentication.method === "client_secret" ? secretOf(authentication.secret) : {}),
    serviceAccountsEnabled: true,
    // The FAPI profiles demand it; the customer's consent is the approval itself.
    consentRequired: client.policy === "fapi-mtls" || client.policy === "fapi-dpop",
    optionalClientScopes: [...customerScopes, "bank:console", "device:follow"],
    attributes: {
      ...tokenAttributes(TOKEN_LIFETIME, client.tokenAlg),
      ...cibaAttributes(client),
      ...authenticationAttributes(authentication),
      ...keyAttributes(client.keys),
      "dpop.bound.access.tokens": String(client.binding === "dpop"),
      "tls.client.certificate.bound.access.tokens": String(client.binding === "mtls"),
      ...policyAttributes(client),
    },
  };
}

export interface OtherClient {
  clientId: string;
  secret?: string;
}

/** The device zone, in its own name at the bank. */
export function deviceClient({ clientId, secret }: OtherClient): ClientRepresentation {
  return {
    ...confidential(clientId, "Countersign device zone"),
    ...secretOf(secret),
    serviceAccountsEnabled: true,
    optionalClientScopes: ["bank:device"],
    attributes: tokenAttributes(TOKEN_LIFETIME, "ES256"),
  };
}

/** The fresh login of a customer who enrols a phone. */
export function phoneClient(client: OtherClient & { redirectUri: string }): ClientRepresentation {
  return {
    ...confidential(client.clientId, "Countersign phone (fresh login for enrolment)"),
    ...secretOf(client.secret),
    standardFlowEnabled: true,
    redirectUris: [client.redirectUri],
    optionalClientScopes: ["phone:enrol"],
    attributes: {
      ...tokenAttributes(ENROLMENT_LIFETIME, "ES256"),
      "pkce.code.challenge.method": "S256",
    },
  };
}

function confidential(clientId: string, name: string): ClientRepresentation {
  return {
    clientId,
    name,
    enabled: true,
    protocol: "openid-connect",
    publicClient: false,
    clientAuthenticatorType: "client-secret",
    standardFlowEnabled: false,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    fullScopeAllowed: false,
    consentRequired: false,
    frontchannelLogout: false,
    redirectUris: [],
    webOrigins: [],
    defaultClientScopes: ["basic"],
    optionalClientScopes: [],
    attributes: {},
  };
}

const secretOf = (secret: string | undefined) => (secret === undefined ? {} : { secret });

function tokenAttributes(lifetime: string, alg: SigningAlg): Record<string, string> {
  return {
    "use.refresh.tokens": "false",
    "client_credentials.use_refresh_token": "false",
    "access.token.lifespan": lifetime,
    "access.token.signed.response.alg": alg,
    "id.token.signed.response.alg": alg,
  };
}

function cibaAttributes(client: ConsoleClient): Record<string, string> {
  return {
    "oidc.ciba.grant.enabled": "true",
    "ciba.backchannel.token.delivery.mode": client.delivery,
    ...(client.delivery === "ping" && client.notificationEndpoint
      ? { "ciba.backchannel.client.notification.endpoint": client.notificationEndpoint }
      : {}),
    ...(client.signedRequests === "off"
      ? {}
      : { "ciba.backchannel.auth.request.signing.alg": client.signedRequests }),
  };
}

function authenticationAttributes(authentication: Authentication): Record<string, string> {
  if (authentication.method === "private_key_jwt")
    return { "token.endpoint.auth.signing.alg": authentication.alg };
  if (authentication.method === "tls_client_auth")
    return {
      "x509.subjectdn": authentication.subjectDn,
      "x509.casubjectdn": authentication.caSubjectDn,
      "x509.allow.regex.pattern.comparison": "false",
    };
  return {};
}

function keyAttributes(keys: PublicKeys | undefined): Record<string, string> {
  if (!keys) return {};
  if ("url" in keys)
    return { "use.jwks.url": "true", "use.jwks.string": "false", "jwks.url": keys.url };
  return {
    "use.jwks.url": "false",
    "use.jwks.string": "true",
    "jwks.string": JSON.stringify(keys.set),
  };
}

/** An import runs no policy, so what the profiles would set themselves is set here. */
function policyAttributes({ policy, tokenAlg }: ConsoleClient): Record<string, string> {
  if (!policy) return {};
  if (policy === "fapi-ciba") return { [policyAttribute]: policy };
  return {
    [policyAttribute]: policy,
    "request.object.signature.alg": tokenAlg,
    "user.info.response.signature.alg": tokenAlg,
    ...(policy === "fapi-dpop" ? { "pkce.code.challenge.method": "S256" } : {}),
  };
}
