import { createRemoteJWKSet, jwtVerify } from "jose";
import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { log } from "#lib/platform/log.ts";
import { staffOp } from "../op/op-clients.ts";
import { endSessions } from "./end-sessions.ts";

const event = "http://schemas.openid.net/event/backchannel-logout";
const logoutToken = z.looseObject({
  sid: z.string().optional(),
  sub: z.string().optional(),
  events: z.looseObject({ [event]: z.looseObject({}) }),
  nonce: z.undefined().optional(),
});

let keys: ReturnType<typeof createRemoteJWKSet> | undefined;

/**
 * Ends the sessions that a logout token of the staff issuer names, by `sid` or by `sub`. A token that
 * does not verify is refused (400) and ends nothing.
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#Validation
 */
export async function logOutFromOp(token: string): Promise<void> {
  const config = consoleConfig();
  const { jwks_uri } = (await staffOp()).serverMetadata();
  keys ??= createRemoteJWKSet(new URL(jwks_uri ?? ""));
  let claims: z.infer<typeof logoutToken>;
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: config.CONSOLE_STAFF_ISSUER,
      audience: config.CONSOLE_STAFF_CLIENT_ID,
      algorithms: ["ES256", "PS256"],
      maxTokenAge: "5 minutes",
      clockTolerance: 30,
    });
    claims = logoutToken.parse(payload);
  } catch (cause) {
    throw new Refusal("invalid_logout_token", "This logout token does not verify.", {
      status: 400,
      cause,
    });
  }
  const ended = claims.sid
    ? await endSessions({ opSid: claims.sid }, "op_logout")
    : claims.sub
      ? await endSessions(
          { operatorSub: claims.sub, issuer: config.CONSOLE_STAFF_ISSUER },
          "op_logout",
        )
      : [];
  log.info("session.op-logout", { count: ended.length });
}
