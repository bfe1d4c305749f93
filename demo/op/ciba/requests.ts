import type { Keyring } from "#lib/platform/config/env.ts";
import { sha256 } from "#lib/platform/random.ts";
import { seal, unseal } from "#lib/platform/seal.ts";
import type { Database } from "../database/open.ts";
import type { IssuerName } from "../issuer.ts";

/** One request as the decision needs it. */
export interface OpenRequest {
  authReqId: string;
  clientId: string;
  accountId: string;
  scope: string;
}

export type Poll =
  | "unknown"
  | "expired"
  | "slow_down"
  | "dispatching"
  | "pending"
  | "approved"
  | "denied"
  | "redeemed";

/** Clocks and networks jitter: a poll this much too early is still on time. */
const earlyToleranceMs = 50;

/**
 * What oidc-provider does not keep about a CIBA request: whether the device has taken it, that it
 * was decided once, when it was polled. Every change of state is one compare-and-set.
 */
export class CibaRequests {
  private readonly database: Database;
  private readonly keyring: Keyring;
  private readonly issuer: IssuerName;
  private readonly intervalSeconds: number;

  constructor(options: {
    database: Database;
    keyring: Keyring;
    issuer: IssuerName;
    intervalSeconds: number;
  }) {
    this.database = options.database;
    this.keyring = options.keyring;
    this.issuer = options.issuer;
    this.intervalSeconds = options.intervalSeconds;
  }

  /** Before the device is called: nobody can decide yet. */
  async reserve(input: OpenRequest & { bearerJti: string; expiresInSeconds: number }) {
    const jtiHash = sha256(input.bearerJti);
    await this.database.query(
      `insert into ciba_requests
         (issuer, bearer_jti_hash, auth_req_hash, auth_req_sealed, client_id, account_id, scope,
          expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8))`,
      [
        this.issuer,
        jtiHash,
        sha256(input.authReqId),
        await seal(this.keyring, input.authReqId, this.contextOf(jtiHash)),
        input.clientId,
        input.accountId,
        input.scope,
        input.expiresInSeconds,
      ],
    );
  }

  /** The device said 201. */
  async open(bearerJti: string): Promise<void> {
    await this.database.query(
      `update ciba_requests set state = 'pending'
       where issuer = $1 and bearer_jti_hash = $2 and state = 'dispatching'`,
      [this.issuer, sha256(bearerJti)],
    );
  }

  /** The device did not take it: as if it had never been. */
  async forget(bearerJti: string): Promise<void> {
    await this.database.query(
      "delete from ciba_requests where issuer = $1 and bearer_jti_hash = $2",
      [this.issuer, sha256(bearerJti)],
    );
  }

  /** The first decision of an open request; undefined for every other. */
  async decide(
    bearer: { jti: string; azp: string; sub: string },
    state: "approved" | "denied",
  ): Promise<OpenRequest | undefined> {
    const jtiHash = sha256(bearer.jti);
    const [row] = await this.database.query<{ auth_req_sealed: string; scope: string }>(
      `update ciba_requests set state = $5, decided_at = now()
       where issuer = $1 and bearer_jti_hash = $2 and client_id = $3 and account_id = $4
         and state = 'pending' and expires_at > now()
       returning auth_req_sealed, scope`,
      [this.issuer, jtiHash, bearer.azp, bearer.sub, state],
    );
    return (
      row && {
        authReqId: await unseal(this.keyring, row.auth_req_sealed, this.contextOf(jtiHash)),
        clientId: bearer.azp,
        accountId: bearer.sub,
        scope: row.scope,
      }
    );
  }

  /** Notes which grant an approval made, and by which `sid` its tokens will name it. */
  async noteGrant(bearerJti: string, grantId: string, sid: string): Promise<void> {
    await this.database.query(
      "update ciba_requests set grant_id = $3, sid_hash = $4 where issuer = $1 and bearer_jti_hash = $2",
      [this.issuer, sha256(bearerJti), grantId, sha256(sid)],
    );
  }

  /**
   * Takes one poll in. The first is always free; a later one is `slow_down` when it comes sooner
   * than the interval after the last one that was let through, also when all is decided.
   */
  async admitPoll(authReqId: string, clientId: string): Promise<Poll> {
    const key = [this.issuer, sha256(authReqId), clientId];
    const [found] = await this.database.query<{ expired: boolean }>(
      `select expires_at <= now() as expired from ciba_requests
       where issuer = $1 and auth_req_hash = $2 and client_id = $3`,
      key,
    );
    if (!found) return "unknown";
    if (found.expired) return "expired";
    const [admitted] = await this.database.query<{ state: Poll }>(
      `update ciba_requests set last_poll_at = clock_timestamp()
       where issuer = $1 and auth_req_hash = $2 and client_id = $3
         and (last_poll_at is null
           or last_poll_at + make_interval(secs => $4) <= clock_timestamp())
       returning state`,
      [...key, this.intervalSeconds - earlyToleranceMs / 1000],
    );
    return admitted?.state ?? "slow_down";
  }

  /** How a request stands now, without counting as a poll. */
  async stateOf(authReqId: string): Promise<Poll> {
    const [row] = await this.database.query<{ state: Poll }>(
      `select case when expires_at <= now() then 'expired' else state end as state
       from ciba_requests where issuer = $1 and auth_req_hash = $2`,
      [this.issuer, sha256(authReqId)],
    );
    return row?.state ?? "unknown";
  }

  /** True for the one poll that gets the tokens. */
  async redeem(authReqId: string): Promise<boolean> {
    const rows = await this.database.query(
      `update ciba_requests set state = 'redeemed'
       where issuer = $1 and auth_req_hash = $2 and state = 'approved' returning state`,
      [this.issuer, sha256(authReqId)],
    );
    return rows.length === 1;
  }

  /** Whether the approval named by a token's `sid` has not been ended; undefined: not one of ours. */
  async isLive(sid: string): Promise<boolean | undefined> {
    const [row] = await this.database.query<{ live: boolean }>(
      "select ended_at is null as live from ciba_requests where issuer = $1 and sid_hash = $2",
      [this.issuer, sha256(sid)],
    );
    return row?.live;
  }

  /** Ends the approval named by `sid`; the grant to revoke, where there was one. */
  async end(sid: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ grant_id: string | null }>(
      `update ciba_requests set ended_at = coalesce(ended_at, now())
       where issuer = $1 and sid_hash = $2 returning grant_id`,
      [this.issuer, sha256(sid)],
    );
    return row?.grant_id ?? undefined;
  }

  private contextOf(jtiHash: string): string {
    return `op.ciba_requests.auth_req_sealed:${this.issuer}/${jtiHash}`;
  }
}
