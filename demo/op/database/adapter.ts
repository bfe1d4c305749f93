import { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import type { Keyring } from "#lib/platform/config/env.ts";
import { log } from "#lib/platform/log.ts";
import { sha256 } from "#lib/platform/random.ts";
import { seal, unseal } from "#lib/platform/seal.ts";
import type { IssuerName } from "../issuer.ts";
import type { Database } from "./open.ts";

/** Models whose rows die with their grant. */
const grantable = new Set([
  "AccessToken",
  "AuthorizationCode",
  "RefreshToken",
  "BackchannelAuthenticationRequest",
]);

interface Row {
  id_hash: string;
  payload_sealed: string;
  consumed_at: Date | null;
}

/** What the adapter of every model of an issuer needs. */
export interface AdapterOptions {
  database: Database;
  keyring: Keyring;
  issuer: IssuerName;
  /** How long a CIBA request is still found after its end, to be able to say `expired_token`. */
  cibaGraceSeconds: number;
}

/** Where the payload of a model stands: bound to the sealed value, so that rows cannot be swapped. */
export function payloadContext(issuer: IssuerName, model: string, idHash: string): string {
  return `op.models.payload_sealed:${issuer}/${model}/${idHash}`;
}

/**
 * oidc-provider's storage in PostgreSQL. A row past its expiry is never found; `consume` works
 * once, for one caller; ids are stored as hashes and payloads sealed.
 * @see https://github.com/panva/node-oidc-provider/blob/main/example/my_adapter.js
 */
export class PostgresAdapter implements Adapter {
  private readonly model: string;
  private readonly options: AdapterOptions;

  constructor(model: string, options: AdapterOptions) {
    this.model = model;
    this.options = options;
  }

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    const { database, issuer, keyring } = this.options;
    const idHash = sha256(id);
    const { jti: _, ...rest } = payload;
    const sealed = await seal(keyring, JSON.stringify(rest), this.contextOf(idHash));
    await database.query(
      `insert into models
         (issuer, model, id_hash, payload_sealed, grant_id, uid_hash, sid_hashes, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8))
       on conflict (issuer, model, id_hash) do update set
         payload_sealed = excluded.payload_sealed, grant_id = excluded.grant_id,
         uid_hash = excluded.uid_hash, sid_hashes = excluded.sid_hashes,
         expires_at = excluded.expires_at`,
      [
        issuer,
        this.model,
        idHash,
        sealed,
        grantable.has(this.model) ? (payload.grantId ?? null) : null,
        payload.uid ? sha256(payload.uid) : null,
        this.model === "Session" ? sidHashes(payload) : [],
        expiresInSeconds ?? null,
      ],
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const found = await this.select("id_hash", sha256(id));
    return found && { ...found.payload, jti: id };
  }

  /** For reading only: the session's id (its cookie) cannot be told from its row. */
  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const found = await this.select("uid_hash", sha256(uid));
    return found && { ...found.payload, jti: `hash:${found.idHash}` };
  }

  /** No device flow here, so no user codes. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  /** @throws InvalidGrant for everyone but the first. */
  async consume(id: string): Promise<void> {
    const { database, issuer } = this.options;
    const rows = await database.query(
      `update models set consumed_at = now()
       where issuer = $1 and model = $2 and id_hash = $3 and consumed_at is null
       returning id_hash`,
      [issuer, this.model, sha256(id)],
    );
    if (rows.length === 0) throw new errors.InvalidGrant("already consumed");
  }

  async destroy(id: string): Promise<void> {
    const { database, issuer } = this.options;
    await database.query("delete from models where issuer = $1 and model = $2 and id_hash = $3", [
      issuer,
      this.model,
      sha256(id),
    ]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    const { database, issuer } = this.options;
    await database.query("delete from models where issuer = $1 and model = $2 and grant_id = $3", [
      issuer,
      this.model,
      grantId,
    ]);
  }

  private async select(
    column: "id_hash" | "uid_hash",
    value: string,
  ): Promise<{ idHash: string; payload: AdapterPayload } | undefined> {
    const { cibaGraceSeconds, database, issuer, keyring } = this.options;
    const graceSeconds = this.model === "BackchannelAuthenticationRequest" ? cibaGraceSeconds : 0;
    const [row] = await database.query<Row>(
      `select id_hash, payload_sealed, consumed_at from models
       where issuer = $1 and model = $2 and ${column} = $3
         and (expires_at is null or expires_at + make_interval(secs => $4) > now())`,
      [issuer, this.model, value, graceSeconds],
    );
    if (!row) return undefined;
    const text = await unseal(keyring, row.payload_sealed, this.contextOf(row.id_hash)).catch(
      (error: unknown) => {
        log.warn("op.row-not-readable", { error, reason: this.model });
      },
    );
    if (!text) return undefined;
    const payload = JSON.parse(text) as AdapterPayload;
    if (row.consumed_at) payload.consumed = Math.floor(row.consumed_at.getTime() / 1000);
    return { idHash: row.id_hash, payload };
  }

  private contextOf(idHash: string): string {
    return payloadContext(this.options.issuer, this.model, idHash);
  }
}

function sidHashes(payload: AdapterPayload): string[] {
  return Object.values(payload.authorizations ?? {}).flatMap(({ sid }) =>
    sid ? [sha256(sid)] : [],
  );
}
