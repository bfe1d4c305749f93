/**
 * The parts of Keycloak's admin representations that we describe, in its own spelling: an import
 * and the admin API take them as they are.
 * @see https://www.keycloak.org/docs-api/latest/rest-api/index.html
 */
export interface MapperRepresentation {
  name: string;
  protocol: "openid-connect";
  protocolMapper: string;
  config: Record<string, string>;
}

export interface ScopeRepresentation {
  name: string;
  description: string;
  protocol: "openid-connect";
  attributes: Record<string, string>;
  protocolMappers: MapperRepresentation[];
}

export interface ClientRepresentation {
  clientId: string;
  name: string;
  enabled: true;
  protocol: "openid-connect";
  publicClient: false;
  clientAuthenticatorType: "client-secret" | "client-jwt" | "client-x509";
  /** Absent: Keycloak makes one, or the client has none. */
  secret?: string;
  standardFlowEnabled: boolean;
  implicitFlowEnabled: false;
  directAccessGrantsEnabled: false;
  serviceAccountsEnabled: boolean;
  fullScopeAllowed: false;
  consentRequired: boolean;
  frontchannelLogout: false;
  redirectUris: string[];
  webOrigins: string[];
  defaultClientScopes: string[];
  optionalClientScopes: string[];
  attributes: Record<string, string>;
}

export interface PolicyRepresentation {
  name: string;
  description: string;
  enabled: boolean;
  conditions: { condition: string; configuration: Record<string, unknown> }[];
  /** Names of client profiles; ours are Keycloak's global ones. */
  profiles: string[];
}

export type KeyAlgorithm = "ES256" | "PS256";

/** A signing key that the realm makes itself; `config` as its key provider reads it. */
export interface KeyRepresentation {
  alg: KeyAlgorithm;
  name: string;
  providerId: string;
  config: Record<string, string[]>;
}

/** All that Countersign needs of a realm in which customers are asked. */
export interface RealmDescription {
  /** The realm's CIBA policy, as realm attributes. */
  cibaPolicy: Record<string, string>;
  keys: KeyRepresentation[];
  scopes: ScopeRepresentation[];
  clients: ClientRepresentation[];
  policies: PolicyRepresentation[];
}
