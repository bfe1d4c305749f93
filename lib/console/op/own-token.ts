import * as client from "openid-client";
import { customerOp } from "./op-clients.ts";

const RENEW_BEFORE_MS = 30_000;
const kept = new Map<string, { token: Promise<string>; renewAtMs: number }>();

/**
 * The console's own access token (client_credentials) for one scope: `bank:console` or
 * `device:follow`. Kept in memory until half a minute before it ends.
 */
export function ownToken(scope: "bank:console" | "device:follow"): Promise<string> {
  const known = kept.get(scope);
  if (known && known.renewAtMs > Date.now()) return known.token;
  const fresh: Promise<string> = requestToken(scope).then(({ token, lifetimeMs }) => {
    const held = kept.get(scope);
    if (held?.token === fresh) held.renewAtMs = Date.now() + lifetimeMs - RENEW_BEFORE_MS;
    return token;
  });
  // Until the answer says how long it lives, callers at the same time share one request.
  kept.set(scope, { token: fresh, renewAtMs: Date.now() + 10_000 });
  fresh.catch(() => kept.delete(scope));
  return fresh;
}

async function requestToken(scope: string): Promise<{ token: string; lifetimeMs: number }> {
  const answer = await client.clientCredentialsGrant(await customerOp(), { scope });
  return { token: answer.access_token, lifetimeMs: (answer.expires_in ?? 60) * 1000 };
}

/** Forgets the kept tokens: after a 401, when the OP's keys or our secret may have changed. */
export function forgetOwnTokens(): void {
  kept.clear();
}
