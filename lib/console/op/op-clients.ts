import * as client from "openid-client";
import { consoleConfig } from "#lib/platform/config/console.ts";

const idTokenAlg = "ES256";

/**
 * Discovers an issuer once per process and keeps it; a failed discovery is tried again at the next
 * use. ID Token signatures are verified (openid-client leaves that off by default).
 */
function discoverOnce(read: () => { issuer: string; clientId: string; clientSecret: string }) {
  let known: Promise<client.Configuration> | undefined;
  return () => {
    known ??= discover(read()).catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function discover(options: { issuer: string; clientId: string; clientSecret: string }) {
  const configuration = await client.discovery(
    new URL(options.issuer),
    options.clientId,
    { id_token_signed_response_alg: idTokenAlg },
    client.ClientSecretBasic(options.clientSecret),
    {
      timeout: consoleConfig().CONSOLE_OP_DEADLINE_MS / 1000,
      execute: options.issuer.startsWith("http:")
        ? [client.enableNonRepudiationChecks, client.allowInsecureRequests]
        : [client.enableNonRepudiationChecks],
    },
  );
  configuration.timeout = consoleConfig().CONSOLE_OP_DEADLINE_MS / 1000;
  return configuration;
}

/** The console as a CIBA client of the customers' issuer. */
export const customerOp = discoverOnce(() => {
  const config = consoleConfig();
  return {
    issuer: config.CONSOLE_CUSTOMER_ISSUER,
    clientId: config.CONSOLE_CIBA_CLIENT_ID,
    clientSecret: config.CONSOLE_CIBA_CLIENT_SECRET,
  };
});

/** The console as a client of the staff issuer, for refreshing the operator's token. */
export const staffOp = discoverOnce(() => {
  const config = consoleConfig();
  return {
    issuer: config.CONSOLE_STAFF_ISSUER,
    clientId: config.CONSOLE_STAFF_CLIENT_ID,
    clientSecret: config.CONSOLE_STAFF_CLIENT_SECRET,
  };
});
