import * as client from "openid-client";
import { never } from "#lib/core/errors.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { signingKey } from "./client-keys.ts";

/**
 * The console's client authentication by the configured method. `private_key_jwt` takes the key at
 * every call, so that a rotated one is used at once.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication
 * @see https://www.rfc-editor.org/rfc/rfc8705#name-mutual-tls-for-oauth-client
 */
export function clientAuthentication(): client.ClientAuth {
  const config = consoleConfig();
  const secret = config.CONSOLE_CIBA_CLIENT_SECRET ?? "";
  switch (config.CONSOLE_CIBA_AUTH_METHOD) {
    case "client_secret_basic":
      return client.ClientSecretBasic(secret);
    case "client_secret_post":
      return client.ClientSecretPost(secret);
    case "private_key_jwt":
      return async (as, metadata, body, headers) => {
        const { privateKey, kid } = await signingKey();
        return client.PrivateKeyJwt({ key: privateKey, kid })(as, metadata, body, headers);
      };
    case "tls_client_auth":
    case "self_signed_tls_client_auth":
      return client.TlsClientAuth();
    default:
      return never(config.CONSOLE_CIBA_AUTH_METHOD);
  }
}
