import { Refusal } from "#lib/core/errors.ts";
import { sha256 } from "#lib/platform/random.ts";
import type { DeviceContext } from "../context.ts";
import { holds } from "../holds.ts";

/** The signed-in enrolment of a browser, while it can still become a device. Refuses 401. */
export async function findEnrolment(ctx: DeviceContext, cookie: string | undefined) {
  const row = cookie
    ? await ctx.database
        .selectFrom("enrolments")
        .selectAll()
        .where("cookieHash", "=", sha256(cookie))
        .where("tokenSealed", "is not", null)
        .where("claimedAt", "is", null)
        .where(holds`expires_at > now()`)
        .executeTakeFirst()
    : undefined;
  if (!row?.tokenSealed || !row.customerSub)
    throw new Refusal("not_signed_in", "Please sign in first.", { status: 401 });
  return { ...row, tokenSealed: row.tokenSealed, customerSub: row.customerSub };
}

/** What the set-up screen shows. */
export async function readEnrolment({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { cookie: string | undefined };
}): Promise<{ customer_name?: string; expires_at: string }> {
  const row = await findEnrolment(ctx, input.cookie);
  return {
    ...(row.customerName ? { customer_name: row.customerName } : {}),
    expires_at: row.expiresAt.toISOString(),
  };
}
