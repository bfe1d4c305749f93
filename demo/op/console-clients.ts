import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ClientMetadata, JWK } from "oidc-provider";
import { z } from "zod";
import { httpUrl, secret } from "#lib/platform/config/env.ts";

const clientIdPattern = /^countersign-console-(?!staff$)[a-z0-9-]+$/;
const signingAlg = z.enum(["ES256", "PS256"]);

/** Public keys only: a private one has no business at the OP. */
const publicKeySet = z.object({
  keys: z
    .array(z.looseObject({ kty: z.enum(["EC", "RSA"]), d: z.undefined().optional() }))
    .min(1)
    .transform((keys) => keys as JWK[]),
});

/** One more console that asks customers, beside the plain `countersign-console`; same rights. */
const consoleClient = z.strictObject({
  id: z.string().regex(clientIdPattern),
  auth: z.enum([
    "client_secret_basic",
    "client_secret_post",
    "private_key_jwt",
    "tls_client_auth",
    "self_signed_tls_client_auth",
  ]),
  secret: secret.optional(),
  /** `private_key_jwt`: only this algorithm; both when left out. */
  auth_alg: signingAlg.optional(),
  jwks: publicKeySet.optional(),
  jwks_uri: httpUrl.optional(),
  /** `self_signed_tls_client_auth`: the certificate itself, PEM. */
  certificate: z.string().optional(),
  /** `tls_client_auth`: subject of a certificate that our client CA has issued, RFC 4514. */
  subject_dn: z.string().optional(),
  delivery: z.enum(["poll", "ping"]).default("poll"),
  notification_endpoint: httpUrl.optional(),
  /** `any`: a signed request is required, of either algorithm. */
  signed: z.enum(["off", "any", "ES256", "PS256"]).default("off"),
  binding: z.enum(["bearer", "dpop", "mtls"]).default("bearer"),
  id_token_alg: signingAlg.default("ES256"),
  binding_message_required: z.boolean().default(false),
});
export type ConsoleClient = z.infer<typeof consoleClient>;

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("is not JSON");
        return z.NEVER;
      }
    })
    .pipe(schema);

/** The variables that make further consoles; without its own, a client does not exist. */
export const consoleClientVariables = {
  OP_PING_ENDPOINT: httpUrl.optional(),
  OP_SECRET_CONSOLE_PING: secret.optional(),
  OP_SECRET_CONSOLE_DPOP: secret.optional(),
  OP_CLIENT_JWKS: json(publicKeySet).optional(),
  OP_CLIENT_JWKS_URI: httpUrl.optional(),
  OP_JWT_ALG: signingAlg.default("ES256"),
  OP_MTLS_CERT_FILE: z.string().optional(),
  OP_MTLS_SUBJECT_DN: z.string().optional(),
  OP_FAPI_BINDING: z.enum(["mtls", "dpop"]).optional(),
  OP_EXTRA_CLIENTS: json(z.array(consoleClient)).optional(),
};
type Variables = z.infer<z.ZodObject<typeof consoleClientVariables>>;

/** What does not fit together in those variables. */
export function consoleClientFaults(
  read: Variables & {
    OP_TLS_PORT?: number | undefined;
    OP_TLS_CLIENT_CA_FILE?: string | undefined;
  },
): string[] {
  const keys = read.OP_CLIENT_JWKS ?? read.OP_CLIENT_JWKS_URI;
  const needsTls = [
    read.OP_MTLS_CERT_FILE && "OP_MTLS_CERT_FILE",
    read.OP_MTLS_SUBJECT_DN && "OP_MTLS_SUBJECT_DN",
    read.OP_FAPI_BINDING === "mtls" && "OP_FAPI_BINDING",
    read.OP_EXTRA_CLIENTS?.some(usesTls) && "OP_EXTRA_CLIENTS",
  ].filter((name) => typeof name === "string");
  return [
    ...(read.OP_CLIENT_JWKS && read.OP_CLIENT_JWKS_URI
      ? ["OP_CLIENT_JWKS and OP_CLIENT_JWKS_URI exclude each other"]
      : []),
    ...(read.OP_PING_ENDPOINT && !read.OP_SECRET_CONSOLE_PING
      ? ["OP_SECRET_CONSOLE_PING is missing beside OP_PING_ENDPOINT"]
      : []),
    ...(read.OP_FAPI_BINDING && !keys
      ? ["OP_CLIENT_JWKS or OP_CLIENT_JWKS_URI is missing beside OP_FAPI_BINDING"]
      : []),
    ...(read.OP_MTLS_CERT_FILE && read.OP_MTLS_SUBJECT_DN
      ? ["OP_MTLS_CERT_FILE and OP_MTLS_SUBJECT_DN exclude each other"]
      : []),
    ...(read.OP_MTLS_SUBJECT_DN && !read.OP_TLS_CLIENT_CA_FILE
      ? ["OP_TLS_CLIENT_CA_FILE is missing beside OP_MTLS_SUBJECT_DN"]
      : []),
    ...(read.OP_TLS_PORT ? [] : needsTls.map((name) => `OP_TLS_PORT is missing beside ${name}`)),
  ];
}

const usesTls = ({ auth, binding }: ConsoleClient) =>
  auth.endsWith("tls_client_auth") || binding === "mtls";

/** The consoles that the variables ask for. @throws when a certificate cannot be read */
export function consoleClientsFrom(read: Variables): ConsoleClient[] {
  const prefix = "countersign-console";
  const keys = { jwks: read.OP_CLIENT_JWKS, jwks_uri: read.OP_CLIENT_JWKS_URI };
  const made: unknown[] = [
    read.OP_PING_ENDPOINT && {
      id: `${prefix}-ping`,
      auth: "client_secret_basic",
      secret: read.OP_SECRET_CONSOLE_PING,
      delivery: "ping",
      notification_endpoint: read.OP_PING_ENDPOINT,
    },
    read.OP_SECRET_CONSOLE_DPOP && {
      id: `${prefix}-dpop`,
      auth: "client_secret_basic",
      secret: read.OP_SECRET_CONSOLE_DPOP,
      binding: "dpop",
    },
    (keys.jwks ?? keys.jwks_uri) && {
      ...keys,
      id: `${prefix}-jwt`,
      auth: "private_key_jwt",
      auth_alg: read.OP_JWT_ALG,
      signed: read.OP_JWT_ALG,
    },
    read.OP_MTLS_CERT_FILE && {
      id: `${prefix}-mtls`,
      auth: "self_signed_tls_client_auth",
      certificate: readFileSync(read.OP_MTLS_CERT_FILE, "utf8"),
      binding: "mtls",
    },
    read.OP_MTLS_SUBJECT_DN && {
      id: `${prefix}-mtls`,
      auth: "tls_client_auth",
      subject_dn: read.OP_MTLS_SUBJECT_DN,
      binding: "mtls",
    },
    read.OP_FAPI_BINDING && {
      ...keys,
      id: `${prefix}-fapi`,
      auth: "private_key_jwt",
      signed: "any",
      binding: read.OP_FAPI_BINDING,
      id_token_alg: "PS256",
      binding_message_required: true,
    },
  ];
  return [
    ...made.filter(Boolean).map((each) => consoleClient.parse(each)),
    ...(read.OP_EXTRA_CLIENTS ?? []),
  ];
}

/** A console as oidc-provider registers it, less what all consoles share. */
export function registrationOf(client: ConsoleClient): ClientMetadata & { client_id: string } {
  const jwks = keySetOf(client);
  return {
    client_id: client.id,
    token_endpoint_auth_method: client.auth,
    id_token_signed_response_alg: client.id_token_alg,
    ...(client.secret ? { client_secret: client.secret } : {}),
    ...(client.auth_alg ? { token_endpoint_auth_signing_alg: client.auth_alg } : {}),
    ...(jwks ? { jwks } : {}),
    ...(client.jwks_uri ? { jwks_uri: client.jwks_uri } : {}),
    ...(client.subject_dn ? { tls_client_auth_subject_dn: client.subject_dn } : {}),
    backchannel_token_delivery_mode: client.delivery,
    ...(client.notification_endpoint
      ? { backchannel_client_notification_endpoint: asHttps(client.notification_endpoint) }
      : {}),
    ...(client.signed === "any" ? { require_signed_request_object: true } : {}),
    ...(client.signed === "ES256" || client.signed === "PS256"
      ? { backchannel_authentication_request_signing_alg: client.signed }
      : {}),
    ...(client.binding === "dpop" ? { dpop_bound_access_tokens: true } : {}),
    ...(client.binding === "mtls" ? { tls_client_certificate_bound_access_tokens: true } : {}),
  };
}

/** oidc-provider registers https endpoints only; the demo's console is http on loopback. */
const asHttps = (url: string) => url.replace(/^http:/, "https:");

/** Registered address → the one that is really called, for endpoints that are not https. */
export function plainAddresses(clients: readonly ConsoleClient[]): ReadonlyMap<string, string> {
  return new Map(
    clients.flatMap(({ notification_endpoint: url }) =>
      url?.startsWith("http:") ? [[new URL(asHttps(url)).href, url] as const] : [],
    ),
  );
}

function keySetOf({ certificate, jwks }: ConsoleClient): { keys: JWK[] } | undefined {
  if (!certificate) return jwks;
  const x509 = new X509Certificate(certificate);
  const key = x509.publicKey.export({ format: "jwk" }) as JWK;
  return { keys: [...(jwks?.keys ?? []), { ...key, x5c: [x509.raw.toString("base64")] }] };
}
