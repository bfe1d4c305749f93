import { type ChannelRequest, channelRequest, leakedKeys } from "#lib/core/contracts/channel.ts";
import { type OrderId, requestContext } from "#lib/core/contracts/order.ts";
import { Refusal } from "#lib/core/errors.ts";

export interface ChannelQuestion {
  request: ChannelRequest;
  orderId: OrderId;
  orderDigest: string;
}

/**
 * The body of a channel request. Keys that some OPs let through are ignored; any other key, a
 * missing one, or a `request_context` that is not whole is refused (400): parameters of a client
 * are copied into this body, so a key that we do not know may be an attack.
 */
export function parseChannelRequest(body: unknown): ChannelQuestion {
  const known =
    typeof body === "object" && body !== null && !Array.isArray(body)
      ? Object.fromEntries(
          Object.entries(body).filter(([key]) => !(leakedKeys as readonly string[]).includes(key)),
        )
      : body;
  const parsed = channelRequest.safeParse(known);
  if (!parsed.success)
    throw new Refusal("bad_request", "This is no request of the authentication channel.", {
      status: 400,
      // Key names only: values of a request that we refuse are not repeated.
      faults: parsed.error.issues.slice(0, 5).map((issue) => ({
        field: issue.path.join(".") || "(whole)",
        code: issue.code,
        message: "Not as the contract has it.",
      })),
    });
  const context = requestContext.safeParse(parseJson(parsed.data.request_context));
  if (!context.success)
    throw new Refusal("bad_context", "request_context is missing, cut or not ours.", {
      status: 400,
      faults: [
        { field: "request_context", code: "bad_context", message: "Send order and digest, whole." },
      ],
    });
  return {
    request: parsed.data,
    orderId: context.data.order,
    orderDigest: context.data.digest,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
