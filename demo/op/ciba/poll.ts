import { errors, type KoaContextWithOIDC } from "oidc-provider";
import { handler } from "oidc-provider/lib/actions/grants/ciba.js";
import * as grantHelpers from "oidc-provider/lib/helpers/grants.js";
import { cibaGrantType } from "../clients.ts";
import type { Issuer } from "../issuer.ts";

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
  const redeem = (ctx: KoaContextWithOIDC) => handler(provider, helpers, ctx);
  provider.registerGrantType(
    cibaGrantType,
    async (ctx) => {
      const authReqId = ctx.oidc.params?.auth_req_id;
      const clientId = ctx.oidc.client?.clientId;
      if (typeof authReqId !== "string" || clientId === undefined) return redeem(ctx);
      const poll = await ciba.admitPoll(authReqId, clientId);
      switch (poll) {
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
