import { randomBytes } from "node:crypto";
import { type CryptoKey, SignJWT } from "jose";
import * as oidc from "openid-client";
import type { ChannelCall } from "../op/channel-server.ts";
import { callback, cibaGrantType, type Reply } from "../op/ciba-client.ts";
import { alice, type Modes, type SigningKey, secret } from "./modes-target.ts";

/** One console as a test plays it: which realm and client, and how it proves itself. */
export interface Player {
  realm: string;
  clientId: string;
  /** Absent: the secret. */
  privateKeyJwt?: "ES256" | "PS256";
  /** The client certificate authenticates. */
  tlsClientAuth?: boolean;
  /** A client certificate is shown on every connection. */
  certificate?: "client" | "stranger";
  signed?: "ES256" | "PS256";
  dpop?: boolean;
  idTokenAlg?: "ES256" | "PS256";
}

export const issuerOf = (modes: Modes, realm: string) => `${modes.origin}/realms/${realm}`;

/** openid-client as the console uses it: ID Token signatures checked, certificates where needed. */
export async function configure(modes: Modes, player: Player): Promise<oidc.Configuration> {
  const configuration = await oidc.discovery(
    new URL(issuerOf(modes, player.realm)),
    player.clientId,
    {
      id_token_signed_response_alg: player.idTokenAlg ?? "ES256",
      use_mtls_endpoint_aliases: player.certificate !== undefined,
    },
    authentication(modes, player),
    {
      execute: [oidc.enableNonRepudiationChecks],
      [oidc.customFetch]: modes.fetchWith(
        player.certificate && modes.certificates[player.certificate],
      ) as oidc.CustomFetch,
    },
  );
  return configuration;
}

function authentication(modes: Modes, player: Player): oidc.ClientAuth {
  if (player.privateKeyJwt) {
    const { privateKey, kid } = modes.keys[player.privateKeyJwt];
    return oidc.PrivateKeyJwt({ key: privateKey, kid });
  }
  return player.tlsClientAuth ? oidc.TlsClientAuth() : oidc.ClientSecretBasic(secret);
}

const plainContext = { order: "ord_modes", digest: "c0ffee" };
export const requestContext = JSON.stringify(plainContext);

/** All parameters of a request; one of `undefined` is left out. */
export function parametersOf(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const all = {
    scope: "openid transfers:write",
    binding_message: "500.00EUR-7K2M9Q",
    login_hint: alice.username,
    request_context: requestContext,
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** A signed request as the console makes it, with claims changed or left out. */
export function signedRequest(
  issuer: string,
  clientId: string,
  { alg, kid, privateKey }: SigningKey,
  parameters: Record<string, unknown>,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...{ iss: clientId, aud: issuer, iat: now, nbf: now, exp: now + 120 },
    jti: randomBytes(16).toString("base64url"),
    ...parameters,
    ...changes,
  };
  const kept = Object.entries(claims).filter(([, value]) => value !== undefined);
  return new SignJWT(Object.fromEntries(kept))
    .setProtectedHeader({ alg, kid, typ: "oauth-authz-req+jwt" })
    .sign(privateKey as CryptoKey);
}

export interface Asked {
  authReqId: string;
  interval: number;
  call: ChannelCall;
}

/** A request that the device was asked about. */
export async function ask(
  modes: Modes,
  configuration: oidc.Configuration,
  player: Player,
  changes: Record<string, unknown> = {},
  claims: Record<string, unknown> = {},
): Promise<Asked> {
  const parameters = parametersOf(changes);
  const { issuer } = configuration.serverMetadata();
  const wire = player.signed
    ? {
        request: await signedRequest(
          issuer,
          player.clientId,
          modes.keys[player.signed],
          parameters,
          claims,
        ),
      }
    : (parameters as Record<string, string>);
  const before = modes.channel.calls.length;
  const answer = await oidc.initiateBackchannelAuthentication(configuration, wire);
  return {
    authReqId: answer.auth_req_id,
    interval: answer.interval ?? 5,
    call: await modes.channel.call(before),
  };
}

/** The device's decision, posted where Keycloak takes it. */
export async function decide(
  modes: Modes,
  realm: string,
  { bearer }: ChannelCall,
  status: string,
): Promise<Reply> {
  return callback(
    `${modes.httpOrigin}/realms/${realm}/protocol/openid-connect/ext/ciba/auth/callback`,
    bearer,
    { status },
  );
}

/** One poll. Throws `ResponseBodyError` for everything that is not tokens. */
export function poll(
  configuration: oidc.Configuration,
  authReqId: string,
  dpop?: oidc.DPoPHandle,
): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers> {
  return oidc.genericGrantRequest(
    configuration,
    cibaGrantType,
    { auth_req_id: authReqId },
    dpop ? { DPoP: dpop } : {},
  );
}

/** A new DPoP key for one request; proofs are made from it. */
export const dpopOf = async (configuration: oidc.Configuration) =>
  oidc.getDPoPHandle(configuration, await oidc.randomDPoPKeyPair("ES256"));
