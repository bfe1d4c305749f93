import { randomUUID } from "node:crypto";
import {
  type BackchannelAuthenticationRequest,
  errors,
  type KoaContextWithOIDC,
} from "oidc-provider";
import { log } from "#lib/platform/log.ts";
import type { Issuer } from "../issuer.ts";
import { signBearer } from "./bearer.ts";

/** The two ways a device fails to take a request, as Keycloak words them. */
const noAnswer = "Failed to send authentication request";
const notCreated = "Unexpected response from authentication device";

/**
 * oidc-provider's `triggerAuthenticationDevice`: hands the request to the device over Keycloak's
 * HTTP authentication channel. Only 201 in time counts; otherwise the client gets 503 and nothing
 * stays stored.
 */
export async function dispatchToDevice(
  issuer: Issuer,
  ctx: KoaContextWithOIDC,
  request: BackchannelAuthenticationRequest,
  accountId: string,
  clientId: string,
): Promise<void> {
  const person = issuer.directory.byId(accountId);
  if (!person) throw new Error("the account was there a moment ago");
  const jti = randomUUID();
  const expiresInSeconds = request.expiration;
  await issuer.ciba.reserve({
    bearerJti: jti,
    authReqId: request.jti,
    clientId,
    accountId,
    scope: request.scope ?? "",
    expiresInSeconds,
  });
  const bearer = await signBearer(issuer, { jti, clientId, sub: accountId, expiresInSeconds });
  const failure = await callChannel(issuer, bearer, {
    scope: request.scope,
    binding_message: ctx.oidc.params?.binding_message,
    login_hint: person.username,
    is_consent_required: false,
    acr_values: ctx.oidc.params?.acr_values,
    request_context: ctx.oidc.params?.request_context,
  });
  if (failure) {
    await issuer.ciba.forget(jti);
    await request.destroy();
    throw serviceUnavailable(failure);
  }
  await issuer.ciba.open(jti);
}

async function callChannel(
  { settings }: Issuer,
  bearer: string,
  body: Record<string, unknown>,
): Promise<string | undefined> {
  try {
    const response = await fetch(settings.channelUrl, {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(settings.channelTimeoutMs),
    });
    await response.body?.cancel();
    if (response.status === 201) return undefined;
    log.warn("op.channel-refused", { status: response.status });
    return notCreated;
  } catch (error) {
    log.warn("op.channel-unreachable", { error });
    return noAnswer;
  }
}

/** Keycloak's answer: 503 `{"error":"server_error","error_description":…}`. */
function serviceUnavailable(description: string): Error {
  const error = new errors.CustomOIDCProviderError("server_error", description);
  return Object.assign(error, { status: 503, statusCode: 503 });
}
