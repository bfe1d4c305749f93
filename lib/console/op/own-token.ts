import * as client from "openid-client";
import { dpopHandle } from "./dpop-handle.ts";
import { customerOp } from "./op-clients.ts";

const RENEW_BEFORE_MS = 30_000;

type Scope = "bank:console" | "device:follow";

export interface OwnToken {
  value: string;
  /** Bound to our DPoP key: goes with a proof, by the DPoP scheme. */
  needsProof: boolean;
}

const kept = new Map<string, { token: Promise<OwnToken>; renewAtMs: number }>();

/**
 * The console's own access token (client_credentials) for one scope, and how it is to be sent. Kept
 * in memory until half a minute before it ends.
 */
export function ownAccessToken(scope: Scope): Promise<OwnToken> {
  const known = kept.get(scope);
  if (known && known.renewAtMs > Date.now()) return known.token;
  const fresh: Promise<OwnToken> = requestToken(scope).then(({ token, lifetimeMs }) => {
    const held = kept.get(scope);
    if (held?.token === fresh) held.renewAtMs = Date.now() + lifetimeMs - RENEW_BEFORE_MS;
    return token;
  });
  // Until the answer says how long it lives, callers at the same time share one request.
  kept.set(scope, { token: fresh, renewAtMs: Date.now() + 10_000 });
  fresh.catch(() => kept.delete(scope));
  return fresh;
}

/** The same token's value, for an API that takes it as a bearer token. */
export async function ownToken(scope: Scope): Promise<string> {
  return (await ownAccessToken(scope)).value;
}

async function requestToken(scope: string): Promise<{ token: OwnToken; lifetimeMs: number }> {
  const DPoP = await dpopHandle();
  const answer = await client.clientCredentialsGrant(
    await customerOp(),
    { scope },
    DPoP ? { DPoP } : {},
  );
  return {
    token: { value: answer.access_token, needsProof: answer.token_type === "dpop" },
    lifetimeMs: (answer.expires_in ?? 60) * 1000,
  };
}

/** Forgets the kept tokens: after a 401, when the OP's keys or our secret may have changed. */
export function forgetOwnTokens(): void {
  kept.clear();
}
