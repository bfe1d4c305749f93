import * as client from "openid-client";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { clientAuthentication } from "./client-authentication.ts";
import { opFetch } from "./client-keys.ts";

const LONG_POLL_SECONDS = 35;

/**
 * Discovers an issuer once per process and keeps it; a failed discovery is tried again at the next
 * use. ID Token signatures are verified (openid-client leaves that off by default).
 */
function once(find: () => Promise<client.Configuration>) {
  let known: Promise<client.Configuration> | undefined;
  return () => {
    known ??= find().catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function discover(options: {
  issuer: string;
  clientId: string;
  metadata: Partial<client.ClientMetadata>;
  authentication: client.ClientAuth;
}): Promise<client.Configuration> {
  const seconds = consoleConfig().CONSOLE_OP_DEADLINE_MS / 1000;
  const configuration = await client.discovery(
    new URL(options.issuer),
    options.clientId,
    options.metadata,
    options.authentication,
    {
      timeout: seconds,
      [client.customFetch]: opFetch() as client.CustomFetch,
      execute: options.issuer.startsWith("http:")
        ? [client.enableNonRepudiationChecks, client.allowInsecureRequests]
        : [client.enableNonRepudiationChecks],
    },
  );
  // Discovery compares addresses; an issuer is compared as a string, a slash at its end included.
  if (configuration.serverMetadata().issuer !== options.issuer)
    throw new Error("the OP names itself with another issuer than the configured one");
  configuration.timeout = seconds;
  return configuration;
}

function customerClient(): Promise<client.Configuration> {
  const config = consoleConfig();
  return discover({
    issuer: config.CONSOLE_CUSTOMER_ISSUER,
    clientId: config.CONSOLE_CIBA_CLIENT_ID,
    metadata: {
      id_token_signed_response_alg: config.CONSOLE_CIBA_ID_TOKEN_ALG,
      use_mtls_endpoint_aliases:
        config.CONSOLE_CIBA_AUTH_METHOD.endsWith("tls_client_auth") ||
        config.CONSOLE_CIBA_TOKEN_BINDING === "mtls",
    },
    authentication: clientAuthentication(),
  });
}

/** The console as a CIBA client of the customers' issuer. */
export const customerOp = once(customerClient);

/** The same for polls: an OP that holds a poll is waited for longer. */
export const pollingOp = once(async () => {
  if (consoleConfig().CONSOLE_CIBA_LONG_POLL === "off") return customerOp();
  const configuration = await customerClient();
  configuration.timeout = LONG_POLL_SECONDS;
  return configuration;
});

/** The console as a client of the staff issuer, for refreshing the operator's token. */
export const staffOp = once(() => {
  const config = consoleConfig();
  return discover({
    issuer: config.CONSOLE_STAFF_ISSUER,
    clientId: config.CONSOLE_STAFF_CLIENT_ID,
    metadata: { id_token_signed_response_alg: "ES256" },
    authentication: client.ClientSecretBasic(config.CONSOLE_STAFF_CLIENT_SECRET),
  });
});
