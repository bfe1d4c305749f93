import * as client from "openid-client";
import { type RunningOp, secrets } from "./op-process.ts";

/** openid-client as the zones use it: client_secret_basic, ID Token signatures checked, http allowed. */
export async function configure(
  issuer: string,
  id: string,
  secret: string,
): Promise<client.Configuration> {
  const config = await client.discovery(
    new URL(issuer),
    id,
    { client_secret: secret, id_token_signed_response_alg: "ES256" },
    client.ClientSecretBasic(secret),
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  return config;
}

export const staffConfig = (op: RunningOp) =>
  configure(op.staffIssuer, "countersign-console-staff", secrets.consoleStaff);
export const phoneConfig = (op: RunningOp) =>
  configure(op.customerIssuer, "countersign-phone", secrets.phone);
export const consoleConfig = (op: RunningOp) =>
  configure(op.customerIssuer, "countersign-console", secrets.console);

export interface StartedLogin {
  url: string;
  redirectUri: string;
  verifier: string;
  state: string;
  nonce: string;
}

/** The first half of an authorization code login with PKCE, state and nonce. */
export async function startLogin(
  config: client.Configuration,
  redirectUri: string,
  parameters: Record<string, string>,
): Promise<StartedLogin> {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    ...parameters,
  });
  return { url: url.href, redirectUri, verifier, state, nonce };
}

/** The second half: the code for tokens, all checks on. */
export function finishLogin(
  config: client.Configuration,
  started: StartedLogin,
  callbackUrl: string,
  maxAgeSeconds?: number,
) {
  return client.authorizationCodeGrant(config, new URL(callbackUrl), {
    pkceCodeVerifier: started.verifier,
    expectedState: started.state,
    expectedNonce: started.nonce,
    idTokenExpected: true,
    ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
  });
}
