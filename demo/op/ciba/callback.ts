import { z } from "zod";
import { callbackStatus } from "#lib/core/contracts/channel.ts";
import { log } from "#lib/platform/log.ts";
import { randomToken } from "#lib/platform/random.ts";
import { readBody } from "../http/read-body.ts";
import type { Context, Middleware } from "../http/route.ts";
import type { Issuer } from "../issuer.ts";
import { resourceOf } from "../scopes.ts";
import { requestedDetails } from "./authorization-details.ts";
import { type ChannelBearer, verifyBearer } from "./bearer.ts";
import { pingClient } from "./ping.ts";
import type { OpenRequest } from "./requests.ts";

const pingFailed = "Failed to send request to client notification endpoint";

const decision = z.object({ status: callbackStatus });

/**
 * `POST {issuer}/ciba/callback`: the device's decision, by the bearer it was asked with.
 * 200; 401 without a bearer; 403 for a bad, expired or used one and before our own 201 was
 * processed; 400 for a status that is none. The first decision stands.
 * A failed ping does not undo it and, unlike with Keycloak, is not the device's fault: 200 all the
 * same, the client's own slow poll finds the decision (OP_PING_FAILURE=refuse_callback: 400).
 */
export function cibaCallback(issuer: Issuer): Middleware {
  return async (ctx) => {
    const token = /^Bearer ([\w.-]+)$/.exec(ctx.get("authorization"))?.[1];
    if (!token) return refuse(ctx, 401, "invalid_token", "Invalid token");
    const bearer = await verifyBearer(issuer, token);
    if (!bearer) return refuse(ctx, 403, "invalid_token", "Invalid token");
    const parsed = decision.safeParse(parseJson(await readBody(ctx.req)));
    if (!parsed.success)
      return refuse(ctx, 400, "invalid_request", "Invalid authentication status");
    const approved = parsed.data.status === "SUCCEED";
    const decided = await issuer.database.transaction(() => decide(issuer, bearer, approved));
    log.info("op.ciba-callback", {
      state: decided ? (approved ? "approved" : "denied") : "refused",
    });
    if (!decided) return refuse(ctx, 403, "invalid_token", "Invalid token");
    const ping = pingClient(issuer, decided);
    if (issuer.settings.pingFailure === "refuse_callback" && !(await ping))
      return refuse(ctx, 400, "invalid_request", pingFailed);
    ctx.status = 200;
    ctx.type = "json";
    ctx.body = "";
  };
}

/**
 * As `provider.backchannelResult` does it, less its ping: the client would poll before the commit.
 */
async function decide(
  issuer: Issuer,
  bearer: ChannelBearer,
  approved: boolean,
): Promise<OpenRequest | undefined> {
  const { ciba, provider } = issuer;
  const request = await ciba.decide(bearer, approved ? "approved" : "denied");
  if (!request) return undefined;
  const { accountId, authReqId, clientId, scope } = request;
  const stored = await provider.BackchannelAuthenticationRequest.find(authReqId);
  if (!stored) throw new Error("the request was there a moment ago");
  if (!approved) {
    Object.assign(stored, { error: "access_denied", errorDescription: "not authorized" });
    await stored.save();
    return request;
  }
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope("openid");
  grant.addResourceScope(resourceOf("bank-api"), scope);
  const grantId = await grant.save();
  const sid = randomToken(16);
  await ciba.noteGrant(bearer.jti, grantId, sid);
  const authTime = Math.floor(Date.now() / 1000);
  const rar = requestedDetails(stored.params);
  Object.assign(stored, { grantId, acr: "1", authTime, sid, rar });
  await stored.save();
  return request;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(ctx: Context, status: number, error: string, description: string): void {
  ctx.status = status;
  ctx.body = { error, error_description: description };
}
