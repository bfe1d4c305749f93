import * as client from "openid-client";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { call } from "#lib/platform/http/call.ts";
import { customerOp } from "./op-clients.ts";

/**
 * Revokes the customer's access token (RFC 7009). Idempotent; throws when the OP did not confirm.
 * @see https://www.rfc-editor.org/rfc/rfc7009
 */
export async function revokeToken(accessToken: string): Promise<void> {
  await client.tokenRevocation(await customerOp(), accessToken, {
    token_type_hint: "access_token",
  });
}

/**
 * Ends the OP session that a redemption opened: `end_session_endpoint` by POST, server to server,
 * with the ID Token as hint and no browser. Answers whether the OP has such an endpoint.
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html
 */
export async function endOpSession(idToken: string): Promise<boolean> {
  const configuration = await customerOp();
  const endpoint = configuration.serverMetadata().end_session_endpoint;
  if (!endpoint) return false;
  const answer = await call({
    method: "POST",
    url: endpoint,
    headers: { accept: "text/html,application/json" },
    form: { id_token_hint: idToken, client_id: configuration.clientMetadata().client_id },
    deadlineMs: consoleConfig().CONSOLE_OP_DEADLINE_MS,
  }).catch((error) => {
    // The answer is a page for people: that it is no JSON says nothing.
    if (error?.kind === "garbage") return undefined;
    throw error;
  });
  return answer === undefined || answer.status < 500;
}
