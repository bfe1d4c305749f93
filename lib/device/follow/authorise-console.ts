import { z } from "zod";
import { Refusal } from "#lib/core/errors.ts";
import type { DeviceContext } from "../context.ts";
import { bearerOf, notAccepted, verifyToken } from "../op/verify-token.ts";

/** A console that follows its own requests. */
interface ConsoleClient {
  readonly iss: string;
  readonly azp: string;
  /** The token's end: a stream does not outlive it. */
  readonly expiresAt: Date;
}
export type FollowContext = DeviceContext & { readonly client: ConsoleClient };

const claims = z.looseObject({
  iss: z.string(),
  azp: z.string().optional(),
  client_id: z.string().optional(),
  scope: z.string(),
  exp: z.number(),
});

/**
 * The console behind a client-credentials token with audience `device` and scope `device:follow`.
 * Refuses 401 (token not good), 403 (good, but not for this).
 */
export async function authoriseConsole({
  ctx,
  input,
}: {
  ctx: DeviceContext;
  input: { authorization: string | null };
}): Promise<FollowContext> {
  const { payload } = await verifyToken(ctx.issuer, bearerOf(input.authorization), {
    audience: "device",
  });
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw notAccepted(parsed.error);
  const azp = parsed.data.azp ?? parsed.data.client_id ?? "";
  const may =
    parsed.data.scope.split(" ").includes("device:follow") &&
    ctx.config.DEVICE_CONSOLE_CLIENT_IDS.includes(azp);
  if (!may)
    throw new Refusal("not_allowed", "This token does not allow following.", { status: 403 });
  return {
    ...ctx,
    client: { iss: parsed.data.iss, azp, expiresAt: new Date(parsed.data.exp * 1000) },
  };
}
