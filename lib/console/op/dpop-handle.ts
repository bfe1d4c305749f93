import * as client from "openid-client";
import { consoleConfig } from "#lib/platform/config/console.ts";
import type { SigningKey } from "#lib/platform/keys/signing-keys.ts";
import { dpopKey } from "./client-keys.ts";
import { customerOp } from "./op-clients.ts";

let held: { key: SigningKey; handle: client.DPoPHandle } | undefined;

/**
 * What makes DPoP proofs (RFC 9449) with the current key; `undefined` when tokens are not bound so.
 * One handle per key, because it remembers the servers' nonces.
 */
export async function dpopHandle(): Promise<client.DPoPHandle | undefined> {
  if (consoleConfig().CONSOLE_CIBA_TOKEN_BINDING !== "dpop") return undefined;
  const [key, op] = await Promise.all([dpopKey(), customerOp()]);
  if (!key) throw new Error("CONSOLE_DPOP_KEYS_FILE has no key");
  if (held?.key !== key)
    held = {
      key,
      handle: client.getDPoPHandle(op, { privateKey: key.privateKey, publicKey: key.publicKey }),
    };
  return held.handle;
}
