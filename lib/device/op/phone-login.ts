import * as client from "openid-client";
import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import { log } from "#lib/platform/log.ts";
import type { ClientCredential, Issuer } from "./issuer.ts";

/** What must be remembered between leaving for the OP and coming back. Sealed at rest. */
export const pendingLogin = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
});
export type PendingLogin = z.infer<typeof pendingLogin>;

export interface FreshLogin {
  sub: string;
  name: string;
  /** The customer's language where the issuer knows it ("de-AT" → "de"). */
  locale: string | undefined;
  authTime: number;
  accessToken: string;
  expiresInSeconds: number;
}

const scope = "openid phone:enrol";
const END_SESSION_MS = 5_000;

/**
 * The address of a fresh login: code flow with PKCE, `prompt=login`, `max_age=0`.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 */
export async function beginLogin(
  issuer: Issuer,
  credential: ClientCredential,
  redirectUri: string,
): Promise<{ url: string; pending: PendingLogin }> {
  const configuration = await reach(() => issuer.configuration(credential));
  const pending = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  };
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: "S256",
    prompt: "login",
    max_age: "0",
  });
  return { url: url.href, pending };
}

/**
 * Redeems the code of the callback. `callbackUrl` is our own redirect URI with the query that came.
 * Refuses when the OP refused, the state is another browser's, or the login is older than
 * `maxAgeSeconds`; the caller compares `authTime` with the start besides.
 */
export async function finishLogin(
  issuer: Issuer,
  credential: ClientCredential,
  callbackUrl: URL,
  pending: PendingLogin,
  maxAgeSeconds: number,
): Promise<FreshLogin> {
  const configuration = await reach(() => issuer.configuration(credential));
  client.enableNonRepudiationChecks(configuration);
  let tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;
  try {
    tokens = await client.authorizationCodeGrant(configuration, callbackUrl, {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.verifier,
      maxAge: maxAgeSeconds,
      idTokenExpected: true,
    });
  } catch (error) {
    throw new Refusal("login_failed", "The sign-in did not succeed. Nothing was set up.", {
      status: 403,
      cause: error,
    });
  }
  // The phone keeps the enrolment, not the OP's session: the next person here starts with an empty form.
  void endSession(configuration, tokens.id_token).catch((error) =>
    log.warn("enrolment.op-session-not-ended", { error }),
  );
  const claims = tokens.claims();
  if (!claims || claims.auth_time === undefined)
    throw new Refusal("login_failed", "The sign-in did not say when it happened.", { status: 403 });
  const name = [claims.name, claims.preferred_username].find((each) => typeof each === "string");
  return {
    sub: claims.sub,
    name: typeof name === "string" ? name : "",
    locale: typeof claims.locale === "string" ? claims.locale.slice(0, 2) : undefined,
    authTime: claims.auth_time,
    accessToken: tokens.access_token,
    expiresInSeconds: tokens.expires_in ?? maxAgeSeconds,
  };
}

/**
 * `end_session_endpoint` by POST, server to server, with the ID Token as hint and no browser.
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html
 */
async function endSession(
  configuration: client.Configuration,
  idToken: string | undefined,
): Promise<void> {
  const endpoint = configuration.serverMetadata().end_session_endpoint;
  if (!endpoint || !idToken) return;
  const response = await fetch(endpoint, {
    method: "POST",
    body: new URLSearchParams({ id_token_hint: idToken }),
    redirect: "manual",
    signal: AbortSignal.timeout(END_SESSION_MS),
  });
  await response.body?.cancel();
  if (response.status >= 400) throw new Error(`the OP kept its session (${response.status})`);
}

async function reach<T>(discover: () => Promise<T>): Promise<T> {
  try {
    return await discover();
  } catch (error) {
    throw new Refusal("issuer_unreachable", "The bank's sign-in service does not answer.", {
      status: 503,
      cause: error,
    });
  }
}
