import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import pg from "pg";

export const zones = ["console", "device", "bank", "op"] as const;
export type Zone = (typeof zones)[number];

/** Zones that run pg-boss have a second schema, `<zone>_jobs`, for its tables. */
const ZONES_WITH_JOBS: ReadonlySet<Zone> = new Set<Zone>(["console", "device"]);

export type ZonePasswords = Record<Zone, { owner: string; runtime: string }>;

export type ZoneDatabase = {
  schema: Zone;
  jobsSchema?: `${Zone}_jobs`;
  /** May change tables; used by migrations only. */
  ownerUrl: string;
  /** May read and write rows, nothing else. */
  runtimeUrl: string;
};

export type Provisioned = Record<Zone, ZoneDatabase>;

export type ProvisionInput = {
  /** A role that may create databases and roles, on any PostgreSQL ≥ 15. */
  adminUrl: string;
  /** 1–40 characters of a-z, 0-9 and _; created if missing. */
  database: string;
  passwords: ZonePasswords;
};

/** Fresh passwords for every role; they belong in a file that only this user can read. */
export function newPasswords(): ZonePasswords {
  const password = () => randomBytes(24).toString("base64url");
  const pair = () => ({ owner: password(), runtime: password() });
  return { console: pair(), device: pair(), bank: pair(), op: pair() };
}

/**
 * Creates, or brings up to date, one database with a closed room for each zone: schema `<zone>`,
 * role `<database>_<zone>_owner` that owns it, and role `<database>_<zone>` that may only use its
 * rows. A migration finds the runtime role's name as its own less `_owner`:
 * `regexp_replace(current_user, '_owner$', '')`.
 * @throws a sentence for people, when the server is too old or refuses
 */
export async function provision(input: ProvisionInput): Promise<Provisioned> {
  const { adminUrl, database, passwords } = input;
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(database)) {
    throw new Error(`The database's name ${JSON.stringify(database)} is not 1–40 of a-z, 0-9, _.`);
  }
  await withClient(adminUrl, async (client) => {
    await requireVersion(client);
    const found = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) {
      await client.query(`create database ${database} template template0 encoding 'UTF8'`);
    }
    for (const zone of zones) {
      await ensureRole(client, ownerOf(database, zone), passwords[zone].owner);
      await ensureRole(client, runtimeOf(database, zone), passwords[zone].runtime);
    }
  });
  await withClient(inDatabase(adminUrl, database), async (client) => {
    await client.query("begin");
    // Two starts at once would trip over each other's catalogue rows.
    await client.query("select pg_advisory_xact_lock(hashtext('countersign.provision'))");
    await client.query(`revoke all on database ${database} from public`);
    await client.query("revoke all on schema public from public");
    for (const zone of zones) {
      for (const statement of zoneStatements(database, zone)) await client.query(statement);
    }
    await client.query("commit");
  });
  const describe = (zone: Zone): ZoneDatabase => ({
    schema: zone,
    ...(ZONES_WITH_JOBS.has(zone) && { jobsSchema: `${zone}_jobs` as const }),
    ownerUrl: asRole(adminUrl, database, ownerOf(database, zone), passwords[zone].owner),
    runtimeUrl: asRole(adminUrl, database, runtimeOf(database, zone), passwords[zone].runtime),
  });
  return {
    console: describe("console"),
    device: describe("device"),
    bank: describe("bank"),
    op: describe("op"),
  };
}

/** Removes a provisioned database, whoever is still connected, and its roles. */
export async function removeDatabase(adminUrl: string, database: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query(`drop database if exists ${database} with (force)`);
    const roles = zones.flatMap((zone) => [runtimeOf(database, zone), ownerOf(database, zone)]);
    for (const role of roles) await client.query(`drop role if exists ${role}`);
  });
}

function ownerOf(database: string, zone: Zone): string {
  return `${database}_${zone}_owner`;
}

function runtimeOf(database: string, zone: Zone): string {
  return `${database}_${zone}`;
}

/** Statements that may be repeated at every start, run inside the database by its creator. */
function zoneStatements(database: string, zone: Zone): string[] {
  const owner = ownerOf(database, zone);
  const runtime = runtimeOf(database, zone);
  const schemas = ZONES_WITH_JOBS.has(zone) ? [zone, `${zone}_jobs`] : [zone];
  const asOwner = `alter default privileges for role ${owner}`;
  return [
    `grant connect on database ${database} to ${owner}, ${runtime}`,
    // Only a member may create objects in another role's name (no superuser on hosted servers).
    `grant ${owner} to current_user`,
    `alter role ${owner} in database ${database} set search_path = ${zone}`,
    `alter role ${runtime} in database ${database} set search_path = ${zone}`,
    ...schemas.flatMap((schema) => [
      `create schema if not exists ${schema} authorization ${owner}`,
      `revoke all on schema ${schema} from public`,
      `grant usage on schema ${schema} to ${runtime}`,
      `${asOwner} in schema ${schema} grant select, insert, update, delete on tables to ${runtime}`,
      `${asOwner} in schema ${schema} grant usage, select on sequences to ${runtime}`,
      `${asOwner} in schema ${schema} grant execute on functions to ${runtime}`,
    ]),
    `${asOwner} revoke execute on functions from public`,
  ];
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const login = `login noinherit connection limit -1 password '${scramVerifier(password)}'`;
  const found = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  if (found.rowCount === 0) await client.query(`create role ${role} ${login}`);
  else await client.query(`alter role ${role} ${login}`);
}

/**
 * What PostgreSQL stores for a password (RFC 5803). Made here, so that no statement and therefore
 * no server log ever holds the password.
 */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const sign = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(sign("Client Key")).digest("base64");
  const server = sign("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${server}`;
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  const version = rows[0]?.version ?? 0;
  if (version < 150_000) {
    throw new Error(
      `PostgreSQL 15 or later is needed; this one is ${Math.floor(version / 10_000)}.`,
    );
  }
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new Error(
      `PostgreSQL at ${host}${pathname} does not let us in: ${(error as Error).message}`,
      { cause: error },
    );
  }
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function inDatabase(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Parameters of the admin's address (sslmode, …) hold for every role. */
function asRole(adminUrl: string, database: string, role: string, password: string): string {
  const url = new URL(inDatabase(adminUrl, database));
  url.username = role;
  url.password = password;
  return url.href;
}
