import * as client from "openid-client";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { opFetch } from "./client-keys.ts";
import { customerOp, staffOp } from "./op-clients.ts";

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
 * Ends the OP session that a redemption opened. Answers whether the OP has such an endpoint; throws
 * when it did not end the session.
 */
export async function endOpSession(idToken: string): Promise<boolean> {
  return endSession(await customerOp(), idToken);
}

/** Ends the staff issuer's session of an operator who signed out. */
export async function endStaffSession(idToken: string): Promise<boolean> {
  return endSession(await staffOp(), idToken);
}

/**
 * `end_session_endpoint` by POST, server to server, with the ID Token as hint and no browser: the
 * answer is a page for people, its status says whether the session ended.
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html
 */
async function endSession(op: client.Configuration, idToken: string): Promise<boolean> {
  const endpoint = op.serverMetadata().end_session_endpoint;
  if (!endpoint) return false;
  const response = await opFetch()(endpoint, {
    method: "POST",
    body: new URLSearchParams({ id_token_hint: idToken }),
    redirect: "manual",
    signal: AbortSignal.timeout(consoleConfig().CONSOLE_OP_DEADLINE_MS),
  });
  if (response.status >= 400) throw new Error(`the OP kept its session (${response.status})`);
  return true;
}
