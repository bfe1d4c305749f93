import {
  type ConsoleClient,
  consoleClient,
  deviceClient,
  type OtherClient,
  type PublicKeys,
  phoneClient,
} from "./clients.ts";
import { policy } from "./policies.ts";
import type { KeyAlgorithm, KeyRepresentation, RealmDescription } from "./representations.ts";
import { scopes } from "./scopes.ts";

export const variants = ["plain", "ping", "fapi-mtls", "fapi-dpop"] as const;

/**
 * How the console asks. `plain`: secret, poll, bearer tokens. `ping`: the same, told by a ping.
 * `fapi-mtls`, `fapi-dpop`: private_key_jwt, signed requests, tokens bound to the certificate or to
 * the DPoP key, under Keycloak's FAPI client policies.
 */
export type Variant = (typeof variants)[number];

export interface VariantInputs {
  clientId?: string;
  /** For plain and ping; absent: Keycloak makes one. */
  secret?: string;
  /** Origin under which Keycloak reaches the console, without a trailing slash. */
  consoleOrigin: string;
  /** Default: the address at which the console serves its keys. */
  keys?: PublicKeys;
}

const clientIds: Record<Variant, string> = {
  plain: "countersign-console",
  ping: "countersign-console-ping",
  "fapi-mtls": "countersign-console-fapi",
  "fapi-dpop": "countersign-console-fapi",
};

/** Where a client of the console hears pings. */
export const notificationEndpoint = (consoleOrigin: string) =>
  `${consoleOrigin}/api/ciba/notification`;
/** Where the console serves its public keys. */
export const jwksUrl = (consoleOrigin: string) => `${consoleOrigin}/api/ciba/jwks`;

/** The console's client of a variant. */
export function variantClient(variant: Variant, inputs: VariantInputs): ConsoleClient {
  const { consoleOrigin, secret } = inputs;
  const clientId = inputs.clientId ?? clientIds[variant];
  if (variant === "plain" || variant === "ping")
    return {
      clientId,
      authentication: { method: "client_secret", ...(secret === undefined ? {} : { secret }) },
      signedRequests: "off",
      delivery: variant === "ping" ? "ping" : "poll",
      ...(variant === "ping" ? { notificationEndpoint: notificationEndpoint(consoleOrigin) } : {}),
      binding: "bearer",
      tokenAlg: "ES256",
    };
  return {
    clientId,
    authentication: { method: "private_key_jwt", alg: "PS256" },
    keys: inputs.keys ?? { url: jwksUrl(consoleOrigin) },
    signedRequests: "PS256",
    delivery: "poll",
    binding: variant === "fapi-mtls" ? "mtls" : "dpop",
    tokenAlg: "PS256",
    policy: variant,
  };
}

export interface CustomerRealm {
  consoles: readonly ConsoleClient[];
  device: OtherClient;
  phone: OtherClient & { redirectUri: string };
  /** Seconds that a customer has to answer; for the whole realm. */
  expiresIn: number;
  /** Least seconds between two polls; for the whole realm. 0 would make every poll an error 500. */
  interval: number;
}

/** A realm in which customers are asked: everything that follows from its clients. Pure. */
export function customerRealm(realm: CustomerRealm): RealmDescription {
  const clients = [
    ...realm.consoles.map(consoleClient),
    deviceClient(realm.device),
    phoneClient(realm.phone),
  ];
  const algs = new Set<KeyAlgorithm>(["ES256", ...realm.consoles.map(({ tokenAlg }) => tokenAlg)]);
  const policies = new Set(realm.consoles.flatMap((client) => client.policy ?? []));
  return {
    cibaPolicy: {
      // Each client says its own mode; this is for clients that say none.
      cibaBackchannelTokenDeliveryMode: "poll",
      cibaExpiresIn: String(realm.expiresIn),
      cibaInterval: String(Math.max(1, realm.interval)),
      cibaAuthRequestedUserHint: "login_hint",
    },
    keys: [...algs].map(signingKey),
    scopes,
    clients,
    policies: [...policies].map(policy),
  };
}

function signingKey(alg: KeyAlgorithm): KeyRepresentation {
  const name = alg.toLowerCase();
  if (alg === "ES256")
    return {
      alg,
      name,
      providerId: "ecdsa-generated",
      config: { priority: ["100"], ecdsaEllipticCurveKey: ["P-256"] },
    };
  return {
    alg,
    name,
    providerId: "rsa-generated",
    config: { priority: ["100"], algorithm: ["PS256"], keySize: ["2048"] },
  };
}
