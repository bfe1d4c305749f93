import { errors, type KoaContextWithOIDC } from "oidc-provider";
import { z } from "zod";

const countersignOrder = z.strictObject({
  type: z.literal("countersign_order"),
  order: z.string().min(1).max(64),
  digest: z.string().min(1).max(64),
});

/** RFC 9396's `authorization_details` that this bank knows: which order a request is for. */
export const authorizationDetailsTypes = {
  countersign_order: {
    async validate(_ctx: KoaContextWithOIDC, detail: unknown) {
      if (!countersignOrder.safeParse(detail).success)
        throw new errors.InvalidAuthorizationDetails("countersign_order needs order and digest");
    },
  },
};

/** Those of a stored request, validated when it came. */
export function requestedDetails(params: Record<string, unknown> | undefined) {
  const text = params?.authorization_details;
  return typeof text === "string" ? z.array(countersignOrder).parse(JSON.parse(text)) : undefined;
}
