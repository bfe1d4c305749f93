import { randomUUID } from "node:crypto";
import { randomToken, sha256 } from "#lib/platform/random.ts";
import { seal } from "#lib/platform/seal.ts";
import type { DeviceConfig, DeviceContext } from "../context.ts";
import { beginLogin } from "../op/phone-login.ts";
import { ENROLMENT_MS, UNFINISHED_LOGINS_MAX } from "../tunables.ts";

/** Our redirect URI at the customer issuer. */
export const redirectUri = (config: DeviceConfig) =>
  `${config.DEVICE_PUBLIC_URL}/api/phone/enrol/callback`;

export const loginPlace = (id: string) => `device.enrolments.login_sealed:${id}`;

/**
 * Sends a browser to a fresh login. state, nonce and PKCE verifier stay here, bound to a cookie.
 * Anybody may start, so the rows are bounded: beyond `UNFINISHED_LOGINS_MAX` the oldest unfinished
 * ones go, and whoever comes back to one has to start again.
 */
export async function startEnrolment({
  ctx,
}: {
  ctx: DeviceContext;
}): Promise<{ url: string; cookie: string }> {
  const { url, pending } = await beginLogin(
    ctx.issuer,
    { id: ctx.config.DEVICE_PHONE_CLIENT_ID, secret: ctx.config.DEVICE_PHONE_CLIENT_SECRET },
    redirectUri(ctx.config),
  );
  const id = randomUUID();
  const cookie = randomToken();
  await ctx.database
    .insertInto("enrolments")
    .values({
      id,
      cookieHash: sha256(cookie),
      loginSealed: await seal(
        ctx.config.DEVICE_SEALING_KEYS,
        JSON.stringify(pending),
        loginPlace(id),
      ),
      expiresAt: new Date(Date.now() + ENROLMENT_MS),
    })
    .execute();
  await ctx.database
    .deleteFrom("enrolments")
    .where("tokenSealed", "is", null)
    .where("id", "in", (from) =>
      from
        .selectFrom("enrolments")
        .select("id")
        .where("tokenSealed", "is", null)
        .orderBy("startedAt", "desc")
        .orderBy("id")
        .offset(UNFINISHED_LOGINS_MAX),
    )
    .execute();
  return { url, cookie };
}
