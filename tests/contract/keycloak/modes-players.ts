import * as oidc from "openid-client";
import { type Asked, ask, configure, decide, dpopOf, type Player, poll } from "./modes-flow.ts";
import type { Modes } from "./modes-target.ts";

const signedJwt = { privateKeyJwt: "ES256", signed: "ES256" } as const;
const fapi = {
  clientId: "countersign-console-fapi",
  privateKeyJwt: "PS256",
  signed: "PS256",
  idTokenAlg: "PS256",
} as const;
const customers = (kind: string) => ({
  realm: "customers",
  clientId: `countersign-console${kind}`,
});

/** Every way to ask that a real Keycloak was tried with. */
export const players = {
  plain: customers(""),
  ping: customers("-ping"),
  jwt: { ...customers("-jwt"), ...signedJwt },
  jwks: { ...customers("-jwks"), ...signedJwt },
  fapiCiba: { ...customers("-jwt-fapi-ciba"), ...signedJwt },
  pingJwt: { ...customers("-jwt-ping"), ...signedJwt },
  dpop: { ...customers("-dpop"), dpop: true },
  bound: { ...customers("-bound"), certificate: "client" },
  mtls: { ...customers("-mtls"), tlsClientAuth: true, certificate: "client" },
  mtlsSigned: {
    ...customers("-mtls"),
    tlsClientAuth: true,
    certificate: "client",
    signed: "ES256",
  },
  fapiMtls: { realm: "fapi-mtls", certificate: "client", ...fapi },
  fapiDpop: { realm: "fapi-dpop", dpop: true, ...fapi },
} satisfies Record<string, Player>;

export const notificationToken = "notification-token-of-one-request-0000001";

/** What a ping client has to send besides. */
export const pingToken = (player: Player) =>
  player.clientId.endsWith("-ping") ? { client_notification_token: notificationToken } : {};

export type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

export interface Approved extends Asked {
  configuration: oidc.Configuration;
}

/** A request that the device has approved. */
export async function approved(modes: Modes, player: Player): Promise<Approved> {
  const configuration = await configure(modes, player);
  const asked = await ask(modes, configuration, player, pingToken(player));
  const { status } = await decide(modes, player.realm, asked.call, "SUCCEED");
  if (status !== 200) throw new Error(`the decision was answered ${status}`);
  return { ...asked, configuration };
}

/** The tokens of one approved request. */
export async function tokensOf(modes: Modes, player: Player): Promise<Tokens> {
  const { configuration, authReqId } = await approved(modes, player);
  return poll(configuration, authReqId, player.dpop ? await dpopOf(configuration) : undefined);
}

/** What the OP answered, in a line: "tokens" or "400 invalid_grant Invalid auth_req_id". */
export async function answerOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "tokens";
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError)
      return `${error.status} ${error.error} ${error.error_description}`;
    throw error;
  }
}
