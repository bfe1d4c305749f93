import * as client from "openid-client";
import type { SendRequest } from "#lib/platform/http/call.ts";
import { ownFetch } from "./client-keys.ts";
import { dpopHandle } from "./dpop-handle.ts";
import { customerOp } from "./op-clients.ts";

/**
 * How a call with the customer's access token is sent: plain bearer or with our certificate (RFC 8705)
 * by our own `fetch`, or with a DPoP proof (RFC 9449) by openid-client.
 */
export async function sendWithToken(
  accessToken: string,
): Promise<{ send: SendRequest | undefined; headers: Record<string, string> }> {
  const DPoP = await dpopHandle();
  if (!DPoP) return { send: ownFetch(), headers: { authorization: `Bearer ${accessToken}` } };
  const configuration = await customerOp();
  return {
    headers: {},
    send: async (url, init) => {
      try {
        return await client.fetchProtectedResource(
          configuration,
          accessToken,
          new URL(url),
          init.method ?? "GET",
          (init.body ?? null) as client.FetchBody,
          new Headers(init.headers),
          { DPoP },
        );
      } catch (error) {
        // A 401 with a challenge is an answer like others to us.
        if (error instanceof client.WWWAuthenticateChallengeError) return error.response;
        throw error;
      }
    },
  };
}
