import * as client from "openid-client";
import { staffOp } from "./op-clients.ts";

export interface RefreshedStaffToken {
  accessToken: string;
  refreshToken: string | undefined;
  expiresInSeconds: number;
  /** Roles as the staff issuer says now. */
  roles: unknown;
}

/**
 * A fresh operator token. `undefined`: the staff issuer ended the session (`invalid_grant`). Throws
 * when it cannot be asked.
 */
export async function refreshStaffToken(
  refreshToken: string,
): Promise<RefreshedStaffToken | undefined> {
  try {
    const answer = await client.refreshTokenGrant(await staffOp(), refreshToken);
    return {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
      expiresInSeconds: answer.expires_in ?? 60,
      roles: answer.claims()?.roles,
    };
  } catch (error) {
    if (error instanceof client.ResponseBodyError && error.error === "invalid_grant")
      return undefined;
    throw error;
  }
}
