import { Refusal } from "#lib/core/errors.ts";
import { sha256 } from "#lib/platform/random.ts";
import type { DeviceContext } from "../context.ts";
import type { DeviceRow } from "../database.ts";
import { holds } from "../holds.ts";

/** The context of a verb that an enrolled phone calls. */
export type PhoneContext = DeviceContext & { readonly device: DeviceRow };

/** The phone of a session token (256 bits; only its hash is stored). Refuses 401 `not_enrolled`. */
export async function phoneContext({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { token: string | undefined };
}): Promise<PhoneContext> {
  const device = input.token
    ? await ctx.database
        .selectFrom("devices")
        .selectAll()
        .where("sessionHash", "=", sha256(input.token))
        .where("removedAt", "is", null)
        .where(holds`session_expires_at > now()`)
        .executeTakeFirst()
    : undefined;
  if (!device)
    throw new Refusal("not_enrolled", "This phone is not set up. Set it up first.", {
      status: 401,
    });
  return { ...ctx, device };
}

/** False once the phone was removed or its session ended: open streams ask now and then. */
export async function isStillEnrolled(ctx: PhoneContext): Promise<boolean> {
  const device = await ctx.database
    .selectFrom("devices")
    .select("id")
    .where("id", "=", ctx.device.id)
    .where("removedAt", "is", null)
    .where(holds`session_expires_at > now()`)
    .executeTakeFirst();
  return device !== undefined;
}
