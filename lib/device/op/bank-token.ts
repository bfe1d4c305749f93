import * as client from "openid-client";
import { CallFailure } from "#lib/platform/http/call.ts";
import { TOKEN_SPARE_MS } from "../tunables.ts";
import type { ClientCredential, Issuer } from "./issuer.ts";

/** This zone's own token for the bank, kept in memory until shortly before it ends. */
export interface BankToken {
  get(): Promise<string>;
  /** Forgets the token: the bank did not accept it. */
  drop(): void;
}

/**
 * Client credentials with `bank:device` (RFC 6749 §4.4). `get` rejects with `CallFailure`
 * `unreachable` when there is no token: nothing has been sent to the bank then.
 */
export function bankToken(issuer: Issuer, credential: ClientCredential): BankToken {
  let kept: { token: string; goodUntilMs: number } | undefined;
  let underWay: Promise<string> | undefined;

  const fetchToken = async () => {
    try {
      const configuration = await issuer.configuration(credential);
      const answer = await client.clientCredentialsGrant(configuration, { scope: "bank:device" });
      const livesMs = (answer.expires_in ?? 60) * 1000;
      kept = { token: answer.access_token, goodUntilMs: Date.now() + livesMs - TOKEN_SPARE_MS };
      return answer.access_token;
    } catch (error) {
      throw new CallFailure("unreachable", "no token for the bank could be had", error);
    }
  };

  return {
    async get() {
      if (kept && kept.goodUntilMs > Date.now()) return kept.token;
      underWay ??= fetchToken().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    drop() {
      kept = undefined;
    },
  };
}
