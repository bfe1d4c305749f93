import type Provider from "oidc-provider";
import type { Keyring } from "#lib/platform/config/env.ts";
import { log } from "#lib/platform/log.ts";
import { sha256 } from "#lib/platform/random.ts";
import { unseal } from "#lib/platform/seal.ts";
import { payloadContext } from "../database/adapter.ts";
import type { Database } from "../database/open.ts";
import type { IssuerName } from "../issuer.ts";

interface StoredSession {
  accountId?: string;
  authorizations?: Record<string, { sid?: string; grantId?: string }>;
}

/** The one method of oidc-provider's client model that its types leave out. */
interface LogoutClient {
  backchannelLogoutUri?: string;
  backchannelLogout(sub: string, sid: string | undefined): Promise<void>;
}

/** Ends sign-in sessions from the server's side, where oidc-provider wants a browser and its cookie. */
export class Sessions {
  private readonly database: Database;
  private readonly keyring: Keyring;
  private readonly issuer: IssuerName;
  private readonly provider: Provider;

  constructor(options: {
    database: Database;
    keyring: Keyring;
    issuer: IssuerName;
    provider: Provider;
  }) {
    this.database = options.database;
    this.keyring = options.keyring;
    this.issuer = options.issuer;
    this.provider = options.provider;
  }

  async isLive(sid: string): Promise<boolean> {
    const rows = await this.database.query(
      `select 1 from models where issuer = $1 and model = 'Session' and sid_hashes @> $2
         and expires_at > now()`,
      [this.issuer, [sha256(sid)]],
    );
    return rows.length > 0;
  }

  /** Ends the session that issued this `sid`. False when there is none. */
  async endBySid(sid: string): Promise<boolean> {
    return this.end("sid_hashes @> $2", [sha256(sid)]);
  }

  /** Ends the session with this `uid` (as an interaction names it). */
  async endByUid(uid: string): Promise<boolean> {
    return this.end("uid_hash = $2", sha256(uid));
  }

  /** Deletes a grant and all that was issued by it. */
  async revokeGrant(grantId: string): Promise<void> {
    await this.database.query(
      `delete from models where issuer = $1
         and (grant_id = $2 or (model = 'Grant' and id_hash = $3))`,
      [this.issuer, grantId, sha256(grantId)],
    );
  }

  private async end(condition: string, value: string | string[]): Promise<boolean> {
    const [row] = await this.database.query<{ id_hash: string; payload_sealed: string }>(
      `delete from models where issuer = $1 and model = 'Session' and ${condition}
       returning id_hash, payload_sealed`,
      [this.issuer, value],
    );
    if (!row) return false;
    const context = payloadContext(this.issuer, "Session", row.id_hash);
    const text = await unseal(this.keyring, row.payload_sealed, context);
    const session = JSON.parse(text) as StoredSession;
    const authorizations = Object.entries(session.authorizations ?? {});
    for (const [, { grantId }] of authorizations) if (grantId) await this.revokeGrant(grantId);
    await Promise.all(
      authorizations.map(([clientId, { sid }]) => this.tell(clientId, session.accountId, sid)),
    );
    log.info("op.session-ended", { count: authorizations.length });
    return true;
  }

  /** OpenID Connect Back-Channel Logout 1.0; a client that does not answer is logged, no more. */
  private async tell(clientId: string, sub: string | undefined, sid: string | undefined) {
    const client = (await this.provider.Client.find(clientId)) as unknown as
      | LogoutClient
      | undefined;
    if (!client?.backchannelLogoutUri || !sub) return;
    await client.backchannelLogout(sub, sid).catch((error: unknown) => {
      log.warn("op.backchannel-logout-failed", { error, reason: clientId });
    });
  }
}
