import * as client from "openid-client";
import type { SendRequest } from "#lib/platform/http/call.ts";
import { ownFetch } from "./client-keys.ts";
import { dpopHandle } from "./dpop-handle.ts";
import { customerOp } from "./op-clients.ts";

/**
 * How a call with an access token of ours or the customer's is sent: plain bearer or with our
 * certificate (RFC 8705) by our own `fetch`, or with a DPoP proof (RFC 9449) by openid-client.
 */
export async function sendWithToken(
  accessToken: string,
  needsProof: boolean,
): Promise<{ send: SendRequest | undefined; headers: Record<string, string> }> {
  const DPoP = needsProof ? await dpopHandle() : undefined;
  if (!DPoP) return { send: ownFetch(), headers: { authorization: `Bearer ${accessToken}` } };
  const configuration = await customerOp();
  return {
    headers: {},
    send: async (url, init) => {
      try {
        return await within(
          init.signal,
          client.fetchProtectedResource(
            configuration,
            accessToken,
            new URL(url),
            init.method ?? "GET",
            (init.body ?? null) as client.FetchBody,
            new Headers(init.headers),
            { DPoP },
          ),
        );
      } catch (error) {
        // A 401 with a challenge is an answer like others to us.
        if (error instanceof client.WWWAuthenticateChallengeError) return error.response;
        throw error;
      }
    },
  };
}

/** openid-client knows its own deadline only: the caller's is a limit besides. */
function within<T>(signal: AbortSignal | null | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
  );
  return Promise.race([work, late]);
}
