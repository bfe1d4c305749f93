import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import type { DeviceContext } from "../context.ts";
import { phoneContext } from "./phone-session.ts";

export const adoptInput = z.strictObject({ session: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

/**
 * Demo only: takes over the session of a persona whose phone the seed enrolled. Without
 * DEVICE_DEMO_ORIGIN there is no such thing (404).
 */
export async function adoptSession({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: z.infer<typeof adoptInput>;
}): Promise<{ device_id: string }> {
  if (!ctx.config.DEVICE_DEMO_ORIGIN)
    throw new Refusal("not_found", "This address does not exist here.", { status: 404 });
  const { device } = await phoneContext({ ctx, input: { token: input.session } });
  return { device_id: device.id };
}
