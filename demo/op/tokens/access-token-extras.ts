import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from "oidc-provider";
import type { Directory } from "../accounts/directory.ts";

/** Claims of a JWT access token beyond RFC 9068's: those that Keycloak has under the same names. */
export function accessTokenExtras(
  directory: Directory,
  ctx: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
): Record<string, unknown> {
  const extras: Record<string, unknown> = { azp: token.clientId };
  if (token.kind !== "AccessToken") return extras;
  const { AuthorizationCode, BackchannelAuthenticationRequest, RefreshToken } = ctx.oidc.entities;
  const source = AuthorizationCode ?? BackchannelAuthenticationRequest ?? RefreshToken;
  const { accountId, sid } = token as AccessToken & { sid?: string };
  return {
    ...extras,
    ...directory.byId(accountId)?.claims,
    acr: "1",
    ...(source?.authTime === undefined ? {} : { auth_time: source.authTime }),
    ...(sid === undefined ? {} : { sid }),
  };
}
