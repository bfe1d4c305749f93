import { log } from "#lib/platform/log.ts";
import type { Issuer } from "../issuer.ts";

/** What oidc-provider's client has beyond its types. */
interface PingClient {
  backchannelTokenDeliveryMode?: string;
  backchannelPing(request: unknown): Promise<void>;
}

/**
 * Tells a ping client that a decision is there: one POST with its `client_notification_token`, no
 * repeat. Only after the decision is committed, for the client polls at once. True when 200 or 204
 * came back, or the client is not a ping client.
 * @see https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#ping_callback
 */
export async function pingClient(
  { provider }: Issuer,
  { authReqId, clientId }: { authReqId: string; clientId: string },
): Promise<boolean> {
  const client = (await provider.Client.find(clientId)) as unknown as PingClient | undefined;
  if (client?.backchannelTokenDeliveryMode !== "ping") return true;
  try {
    await client.backchannelPing(await provider.BackchannelAuthenticationRequest.find(authReqId));
    return true;
  } catch (error) {
    log.warn("op.ping-failed", { error });
    return false;
  }
}
