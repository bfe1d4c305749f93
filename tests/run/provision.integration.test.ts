import pg from "pg";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { newPasswords, provision, removeDatabase } from "#demo/postgres/provision.ts";
import { freshDatabase } from "#tests/fixtures/postgres.ts";

async function run(url: string, ...statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let result: pg.QueryResult | undefined;
    for (const statement of statements) result = await client.query(statement);
    return result as pg.QueryResult;
  } finally {
    await client.end();
  }
}

describe("a provisioned database", () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  beforeAll(async () => {
    database = await freshDatabase();
    await run(
      database.console.ownerUrl,
      "create table note (id int generated always as identity, text text)",
      "create function loud(t text) returns text language sql as 'select upper(t)'",
      "create table console_jobs.job (id int)",
    );
  });

  test("lets a runtime role use rows, sequences and functions of its schema by bare name", async () => {
    const { rows } = await run(
      database.console.runtimeUrl,
      "insert into note (text) values ('a'), ('b')",
      "update note set text = 'c' where text = 'b'",
      "delete from note where text = 'a'",
      "insert into console_jobs.job values (1)",
      "select loud(text) as text from note",
    );
    expect(rows).toEqual([{ text: "C" }]);
  });

  test.each([
    "create table other (id int)",
    "create temporary table other (id int)",
    "create schema other",
    "alter table note add column more text",
    "truncate note",
    "drop table note",
    "create table public.other (id int)",
    "create table console_jobs.other (id int)",
    "set role postgres",
  ])("refuses a runtime role: %s", async (statement) => {
    await expect(run(database.console.runtimeUrl, statement)).rejects.toThrow(
      /permission denied|must be owner|no schema has been selected/,
    );
  });

  test.each(["device", "bank", "op"] as const)(
    "hides the console's rows from the %s zone, owner and runtime role alike",
    async (zone) => {
      for (const url of [database[zone].ownerUrl, database[zone].runtimeUrl]) {
        await expect(run(url, "select * from console.note")).rejects.toThrow("permission denied");
        await expect(run(url, "select * from console_jobs.job")).rejects.toThrow(
          "permission denied",
        );
        await expect(run(url, "select console.loud('a')")).rejects.toThrow("permission denied");
      }
    },
  );

  test("refuses a role of another database", async () => {
    const serverUrl = inject("postgresAdminUrl");
    const name = "test_second_database";
    const second = await provision({
      adminUrl: serverUrl,
      database: name,
      passwords: newPasswords(),
    });
    const url = new URL(second.console.ownerUrl);
    url.pathname = `/${database.name}`;
    await expect(run(url.href, "select 1")).rejects.toThrow("permission denied for database");
    await removeDatabase(serverUrl, name);
  });

  test("can be provisioned again with new passwords, by an administrator who is no superuser", async () => {
    const serverUrl = inject("postgresAdminUrl");
    await run(
      serverUrl,
      "drop role if exists hosted_admin",
      "create role hosted_admin login createdb createrole password 'for-this-test'",
    );
    const hosted = new URL(serverUrl);
    hosted.username = "hosted_admin";
    hosted.password = "for-this-test";
    const input = { adminUrl: hosted.href, database: "test_hosted" };
    const first = await provision({ ...input, passwords: newPasswords() });
    await run(first.bank.ownerUrl, "create table account (id int)");
    const again = await provision({ ...input, passwords: newPasswords() });
    await run(again.bank.runtimeUrl, "insert into account values (1)");
    await expect(run(first.bank.runtimeUrl, "select 1")).rejects.toThrow("password");
    await removeDatabase(serverUrl, "test_hosted");
    await run(serverUrl, "drop role hosted_admin");
  });
});
