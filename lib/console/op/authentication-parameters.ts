import { SignJWT } from "jose";
import { cibaProfiles } from "#lib/core/ciba/catalogue.ts";
import type { CibaProfile } from "#lib/core/ciba/profile.ts";
import { requestContextMaxChars } from "#lib/core/contracts/order.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { randomToken } from "#lib/platform/random.ts";
import { signingKey } from "./client-keys.ts";

const SIGNED_LIFETIME_SECONDS = 120;

export interface AuthenticationRequest {
  scopes: readonly string[];
  loginHint: string;
  customerSub: string;
  bindingMessage: string;
  order: string;
  digest: string;
  expirySeconds: number;
  /** Ping and push: the bearer that the OP calls us back with. */
  notificationToken: string | undefined;
}

/** The profile of the customers' OP, from the configuration. */
export function cibaProfile(): CibaProfile {
  const id = consoleConfig().CONSOLE_CIBA_PROFILE;
  const profile = cibaProfiles.find((each) => each.id === id);
  if (!profile) throw new Error(`no CIBA profile "${id}"`);
  return profile;
}

/**
 * The parameters of one authentication request: a fixed set, exactly one hint. Signed, they are all
 * inside the JWT and nothing but it is outside (beside the client's authentication).
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#auth_request
 */
export async function authenticationParameters(
  request: AuthenticationRequest,
): Promise<Record<string, string>> {
  const config = consoleConfig();
  const context = { order: request.order, digest: request.digest };
  if (JSON.stringify(context).length > requestContextMaxChars)
    throw new RangeError("request_context is too long");
  const parameters = {
    scope: request.scopes.join(" "),
    binding_message: request.bindingMessage,
    requested_expiry: String(request.expirySeconds),
    ...(await hint(request)),
    ...(request.notificationToken ? { client_notification_token: request.notificationToken } : {}),
  };
  const profile = cibaProfile();
  const details = [{ type: "countersign_order", ...context }];
  if (config.CONSOLE_CIBA_SIGNED_REQUESTS === "off")
    return {
      ...parameters,
      ...(profile.requestContext === "none" ? {} : { request_context: JSON.stringify(context) }),
      ...(profile.authorizationDetails ? { authorization_details: JSON.stringify(details) } : {}),
    };
  const inside = {
    none: {},
    object: { request_context: context },
    string: { request_context: JSON.stringify(context) },
  }[profile.requestContext];
  return {
    request: await signed(
      {
        ...parameters,
        ...inside,
        ...(profile.authorizationDetails ? { authorization_details: details } : {}),
      },
      config.CONSOLE_CIBA_SIGNED_REQUESTS,
      "oauth-authz-req+jwt",
    ),
  };
}

async function hint({
  loginHint,
  customerSub,
}: AuthenticationRequest): Promise<Record<string, string>> {
  const config = consoleConfig();
  if (config.CONSOLE_CIBA_HINT === "login_hint")
    return {
      login_hint: cibaProfile().loginHint({
        hint: loginHint,
        sub: customerSub,
        issuer: config.CONSOLE_CUSTOMER_ISSUER,
      }),
    };
  const { alg } = await signingKey();
  return {
    login_hint_token: await signed({ subject: { format: "opaque", id: loginHint } }, alg, "JWT"),
  };
}

async function signed(claims: Record<string, unknown>, alg: string, typ: string): Promise<string> {
  const config = consoleConfig();
  const { privateKey, kid } = await signingKey(alg);
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg, kid, typ })
    .setIssuer(config.CONSOLE_CIBA_CLIENT_ID)
    .setAudience(config.CONSOLE_CUSTOMER_ISSUER)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + SIGNED_LIFETIME_SECONDS)
    .setJti(randomToken(16))
    .sign(privateKey);
}
