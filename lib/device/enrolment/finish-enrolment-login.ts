import { customerLanguage } from "#lib/core/contracts/order.ts";
import { Refusal } from "#lib/core/errors.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { randomToken, sha256 } from "#lib/platform/random.ts";
import { seal, unseal } from "#lib/platform/seal.ts";
import type { DeviceContext } from "../context.ts";
import { holds } from "../holds.ts";
import { finishLogin, pendingLogin } from "../op/phone-login.ts";
import { ENROLMENT_MS, LOGIN_MAX_AGE_SECONDS } from "../tunables.ts";
import { loginPlace, redirectUri } from "./start-enrolment.ts";

const SKEW_MS = 10_000;

export const tokenPlace = (id: string) => `device.enrolments.token_sealed:${id}`;

/**
 * The way back from the login. Each start can come back once, in the browser that left; the login
 * must be younger than the start, so an old session at the OP does not do. Keeps sub, name and,
 * sealed for at most 5 minutes, the phone:enrol token; hands out a new cookie.
 * Refuses `login_unknown` (401), `login_failed` and `login_stale` (403).
 */
export async function finishEnrolmentLogin({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { cookie: string | undefined; query: string };
}): Promise<{ cookie: string }> {
  const row = input.cookie
    ? await ctx.database
        .selectFrom("enrolments")
        .selectAll()
        .where("cookieHash", "=", sha256(input.cookie))
        .where("loginSealed", "is not", null)
        .where(holds`expires_at > now()`)
        .executeTakeFirst()
    : undefined;
  if (!row?.loginSealed) throw unknown();
  const taken = await ctx.database
    .updateTable("enrolments")
    .set({ loginSealed: null })
    .where("id", "=", row.id)
    .where("loginSealed", "=", row.loginSealed)
    .executeTakeFirst();
  if (taken.numUpdatedRows === 0n) throw unknown();
  const pending = pendingLogin.parse(
    JSON.parse(await unseal(ctx.config.DEVICE_SEALING_KEYS, row.loginSealed, loginPlace(row.id))),
  );
  const login = await finishLogin(
    ctx.issuer,
    { id: ctx.config.DEVICE_PHONE_CLIENT_ID, secret: ctx.config.DEVICE_PHONE_CLIENT_SECRET },
    new URL(redirectUri(ctx.config) + input.query),
    pending,
    LOGIN_MAX_AGE_SECONDS,
  );
  if (login.authTime * 1000 < row.startedAt.getTime() - SKEW_MS)
    throw new Refusal("login_stale", "Please sign in anew. Nothing was set up.", { status: 403 });
  const cookie = randomToken();
  const livesMs = Math.min(ENROLMENT_MS, login.expiresInSeconds * 1000);
  const language = customerLanguage.safeParse(login.locale);
  const tokenSealed = await seal(
    ctx.config.DEVICE_SEALING_KEYS,
    login.accessToken,
    tokenPlace(row.id),
  );
  await transact(ctx.database, async (transaction, audit) => {
    await transaction
      .updateTable("enrolments")
      .set({
        cookieHash: sha256(cookie),
        tokenSealed,
        customerSub: login.sub,
        customerName: login.name,
        language: language.success ? language.data : null,
        expiresAt: new Date(Date.now() + livesMs),
      })
      .where("id", "=", row.id)
      .execute();
    audit({
      actor: `customer:${login.sub}`,
      action: "enrolment.signed-in",
      subject: `enrolment:${row.id}`,
    });
  });
  return { cookie };
}

const unknown = () =>
  new Refusal("login_unknown", "This sign-in did not start on this phone. Start again.", {
    status: 401,
  });
