import { errors, type KoaContextWithOIDC } from "oidc-provider";
import { handler } from "oidc-provider/lib/actions/grants/ciba.js";
import * as grantHelpers from "oidc-provider/lib/helpers/grants.js";
import { cibaGrantType } from "../clients.ts";
import type { Issuer } from "../issuer.ts";
import type { Poll } from "./requests.ts";

const lookEveryMs = 200;

/**
 * Puts `slow_down`, the repeated `expired_token` and `access_denied`, and exactly one redemption
 * before oidc-provider's own CIBA grant.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#token_error_response
 */
export function watchPolls(issuer: Issuer): void {
  const { ciba, database, provider } = issuer;
  const helpers = Object.fromEntries(
    Object.entries(grantHelpers).map(([name, helper]) => [name, helper.bind(undefined, provider)]),
  );
  const check = (name: string, ...rest: unknown[]) =>
    (helpers[name] as ((...rest: unknown[]) => unknown) | undefined)?.(...rest);
  const redeem = (ctx: KoaContextWithOIDC) => handler(provider, helpers, ctx);
  provider.registerGrantType(
    cibaGrantType,
    async (ctx) => {
      const authReqId = ctx.oidc.params?.auth_req_id;
      const clientId = ctx.oidc.client?.clientId;
      if (typeof authReqId !== "string" || clientId === undefined) return redeem(ctx);
      // A missing or wrong proof costs neither an interval nor the approval.
      check("checkDpopRequired", ctx, await check("validateDpop", ctx));
      check("checkMtlsCert", ctx);
      const poll = await ciba.admitPoll(authReqId, clientId);
      switch (poll === "pending" ? await hold(issuer, ctx, authReqId) : poll) {
        case "expired":
          throw new errors.ExpiredToken("authentication timed out");
        case "slow_down":
          throw new errors.SlowDown("too early to access");
        case "denied":
          throw new errors.AccessDenied("not authorized");
        case "redeemed":
          throw new errors.InvalidGrant("already redeemed");
        case "approved":
          // The loser of two polls at once waits here for the winner's commit, then finds it redeemed.
          return database.transaction(async () => {
            if (!(await ciba.redeem(authReqId))) throw new errors.InvalidGrant("already redeemed");
            await redeem(ctx);
          });
        default:
          return redeem(ctx);
      }
    },
    new Set(["auth_req_id"]),
  );
}

/**
 * Long polling: waits with a pending request until it is decided or ends, or the time is over.
 * Stays "pending" when the client has gone, so that no tokens are issued to nobody.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.11.1
 */
async function hold(
  { ciba, settings }: Issuer,
  ctx: KoaContextWithOIDC,
  authReqId: string,
): Promise<Poll> {
  const until = Date.now() + settings.longPollSeconds * 1000;
  let state: Poll = "pending";
  while (state === "pending" && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    if (ctx.res.destroyed || ctx.res.socket?.destroyed) return "pending";
    state = await ciba.stateOf(authReqId);
  }
  return state;
}
