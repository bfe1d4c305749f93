import { errors, type KoaContextWithOIDC } from "oidc-provider";
import { verify } from "oidc-provider/lib/helpers/jwt.js";
import { z } from "zod";
import type { Directory } from "../accounts/directory.ts";
import { refuseRepeated } from "./request-object.ts";

const hintClaims = z.looseObject({
  exp: z.number(),
  iat: z.number(),
  jti: z.string().min(1),
  subject: z.object({ format: z.literal("opaque").optional(), id: z.string().min(1) }),
});

/**
 * Whom a `login_hint_token` names: a JWT signed by a key of the asking client, for this issuer, of
 * one use, with `subject.id` as a `login_hint` has it (RFC 9493's "opaque" subject identifier).
 * @throws InvalidRequest, ExpiredLoginHintToken
 */
export async function readLoginHintToken(
  directory: Directory,
  ctx: KoaContextWithOIDC,
  token: string,
): Promise<string | undefined> {
  const client = ctx.oidc.client;
  if (!client) throw new errors.InvalidRequest("login_hint_token is not acceptable");
  let payload: unknown;
  try {
    ({ payload } = await verify(token, client.asymmetricKeyStore, {
      issuer: client.clientId,
      audience: ctx.oidc.issuer,
      clockTolerance: 0,
      ignoreAzp: true,
    }));
  } catch (error) {
    if (error instanceof Error && /expired/.test(error.message))
      throw new errors.ExpiredLoginHintToken("login_hint_token is expired");
    throw new errors.InvalidRequest("login_hint_token is not acceptable");
  }
  const parsed = hintClaims.safeParse(payload);
  if (!parsed.success) throw new errors.InvalidRequest("login_hint_token is not acceptable");
  await refuseRepeated(ctx, client, { ...parsed.data, jti: `hint:${parsed.data.jti}` }, Refused);
  return directory.byLoginHint(parsed.data.subject.id)?.id;
}

class Refused extends errors.InvalidRequest {}
