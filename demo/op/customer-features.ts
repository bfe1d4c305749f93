import { randomBytes } from "node:crypto";
import type { Configuration } from "oidc-provider";
import { authorizationDetailsTypes } from "./ciba/authorization-details.ts";
import { checkRequestObject } from "./ciba/request-object.ts";
import { clientCertificate, hasSubject, isIssuedByOurs } from "./http/tls.ts";
import type { Settings } from "./settings.ts";

const algorithms = ["ES256", "PS256"] as const;

/** What only the customers' issuer has: the ways in which a bank's consoles prove who they are. */
export function customerFeatures(settings: Settings): Configuration["features"] {
  const { dpopNonce, tls } = settings;
  return {
    dPoP: {
      enabled: true,
      ...(dpopNonce ? { nonceSecret: randomBytes(32) } : {}),
      requireNonce: () => dpopNonce,
    },
    requestObjects: { enabled: true, assertJwtClaimsAndHeader: checkRequestObject },
    mTLS: {
      enabled: tls !== undefined,
      certificateBoundAccessTokens: true,
      selfSignedTlsClientAuth: true,
      tlsClientAuth: true,
      getCertificate: (ctx) => clientCertificate(ctx.req),
      certificateAuthorized: (ctx) => isIssuedByOurs(ctx.req),
      certificateSubjectMatches: (ctx, property, expected) =>
        property === "tls_client_auth_subject_dn" &&
        hasSubject(clientCertificate(ctx.req), expected),
    },
    richAuthorizationRequests: {
      enabled: true,
      types: authorizationDetailsTypes,
      authorizationDetailsForGrantSource: () => undefined,
      authorizationDetailsForAccessToken: (_ctx, _token, source) =>
        source && "rar" in source ? source.rar : undefined,
    },
  };
}

export function customerAlgorithms(settings: Settings): Configuration["enabledJWA"] {
  const isPs256Wanted = settings.consoleClients.some((client) => client.id_token_alg === "PS256");
  return {
    idTokenSigningAlgValues: isPs256Wanted ? algorithms : ["ES256"],
    requestObjectSigningAlgValues: algorithms,
    clientAuthSigningAlgValues: algorithms,
    dPoPSigningAlgValues: algorithms,
  };
}

/** Client authentication methods; those by certificate only where there is a TLS listener. */
export function customerAuthMethods({ tls }: Settings) {
  return [
    "client_secret_basic",
    "client_secret_post",
    "private_key_jwt",
    ...(tls ? (["tls_client_auth", "self_signed_tls_client_auth"] as const) : []),
  ] as const;
}

/**
 * Where a client with a certificate finds the endpoints (RFC 8705 §5).
 * @see https://www.rfc-editor.org/rfc/rfc8705#name-metadata-for-mutual-tls-end
 */
export function mtlsAliases({ tls }: Settings, path: string): Record<string, unknown> {
  if (!tls) return {};
  const base = `${tls.baseUrl}${path}`;
  return {
    mtls_endpoint_aliases: {
      token_endpoint: `${base}/token`,
      backchannel_authentication_endpoint: `${base}/backchannel`,
      revocation_endpoint: `${base}/token/revocation`,
      introspection_endpoint: `${base}/token/introspection`,
    },
  };
}
