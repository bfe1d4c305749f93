import { consoleConfig } from "#lib/platform/config/console.ts";
import { once } from "#lib/platform/config/env.ts";
import { boundedFetch } from "#lib/platform/http/read-bounded.ts";
import { tlsFetch } from "#lib/platform/http/tls-fetch.ts";
import { type SigningKey, signingKeys } from "#lib/platform/keys/signing-keys.ts";

const requestKeys = once(() => keysOf(consoleConfig().CONSOLE_CIBA_KEYS_FILE));
const dpopKeys = once(() => keysOf(consoleConfig().CONSOLE_DPOP_KEYS_FILE));

function keysOf(file: string | undefined): () => Promise<SigningKey[]> {
  return file === undefined ? async () => [] : signingKeys(file);
}

/** The key that signs now, of the wanted algorithm where one is wanted. */
export async function signingKey(alg?: string): Promise<SigningKey> {
  const keys = await requestKeys()();
  const key = alg ? keys.find((each) => each.alg === alg) : keys[0];
  if (!key) throw new Error(`CONSOLE_CIBA_KEYS_FILE has no ${alg ?? ""} key`);
  return key;
}

/** Public halves of all keys: what the OP reads at our `jwks` address. */
export async function publicKeySet(): Promise<{ keys: SigningKey["publicJwk"][] }> {
  return { keys: (await requestKeys()()).map((key) => key.publicJwk) };
}

/** The key that DPoP proofs are made with; tokens are bound to its thumbprint. */
export async function dpopKey(): Promise<SigningKey | undefined> {
  return (await dpopKeys()())[0];
}

const OP_ANSWER_MAX_BYTES = 1_000_000;

/** `fetch` for the OP: our certificate and CAs where there are any, answers of a bounded length. */
export const opFetch = once(() => boundedFetch(ownFetch() ?? fetch, OP_ANSWER_MAX_BYTES));

/** `fetch` with our client certificate and CAs, for the OP and the bank. */
export const ownFetch = once(() => {
  const config = consoleConfig();
  return tlsFetch({
    certFile: config.CONSOLE_CIBA_TLS_CERT_FILE,
    keyFile: config.CONSOLE_CIBA_TLS_KEY_FILE,
    caFile: config.CONSOLE_TLS_CA_FILE,
  });
});
