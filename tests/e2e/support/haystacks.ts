import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "@playwright/test";
import type { Stack } from "#demo/start/stack.ts";
import type { Haystacks } from "./leaks.ts";
import type { Rows } from "./rows.ts";

/** Every log file of the stack's processes. */
export function logs(stack: Stack): Haystacks {
  return new Map(
    readdirSync(stack.logFolder).map((file) => [
      `log ${file}`,
      readFileSync(join(stack.logFolder, file), "utf8"),
    ]),
  );
}

/** Every row of every table of every zone, as PostgreSQL writes it (bytea as hex). */
export async function dump(rows: Rows): Promise<Haystacks> {
  const tables = await rows.query<{ schema: string; name: string }>(
    `select schemaname as schema, tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts: Haystacks = new Map();
  for (const { schema, name } of tables) {
    const [all] = await rows.query<{ text: string | null }>(
      `select string_agg(t::text, E'\\n') as text from "${schema}"."${name}" t`,
    );
    texts.set(`table ${schema}.${name}`, all?.text ?? "");
  }
  return texts;
}

/** Remembers every answer and address that a browser saw of our two zones (not the OP's own pages). */
export function recordAnswers(context: BrowserContext, stack: Stack, into: Haystacks): void {
  context.on("response", async (response) => {
    const url = response.url();
    const ours = [stack.addresses.console, stack.addresses.phone].some((base) =>
      url.startsWith(base),
    );
    if (!ours || url.includes("/_next/static/")) return;
    const body = await response.text().catch(() => "");
    into.set(`answer ${into.size} ${new URL(url).pathname}`, `${url}\n${body}`);
  });
}

/** All that pages can keep: local and session storage, IndexedDB (what of it can be read), `document.cookie`. */
export async function storage(context: BrowserContext, into: Haystacks): Promise<void> {
  for (const page of context.pages()) {
    const text = await page
      .evaluate(async () => {
        const kept: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
        for (const { name } of await indexedDB.databases()) {
          const database = await new Promise<IDBDatabase>((resolve, reject) => {
            const opening = indexedDB.open(name ?? "");
            opening.addEventListener("success", () => resolve(opening.result));
            opening.addEventListener("error", () => reject(opening.error));
          });
          for (const store of database.objectStoreNames)
            kept.push(
              await new Promise((resolve) => {
                const reading = database.transaction(store).objectStore(store).getAll();
                reading.addEventListener("success", () => resolve(reading.result));
              }),
            );
          database.close();
        }
        return JSON.stringify(kept);
      })
      .catch(() => "");
    into.set(`storage of ${page.url()}`, text);
  }
}
