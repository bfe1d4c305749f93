import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import type { Stack } from "#demo/start/stack.ts";
import { dump, logs } from "./haystacks.ts";
import type { Haystacks } from "./leaks.ts";
import type { Rows } from "./rows.ts";

/** Secrets that are in files only: the embedded OP's own keys, the seeded phones' keys and sessions. */
export function secretsOfFiles(stack: Stack): Map<string, string> {
  const found = new Map<string, string>();
  const keysFile = join(stack.dataFolder, "op", "keys.json");
  if (existsSync(keysFile)) {
    const keys = JSON.parse(readFileSync(keysFile, "utf8")) as {
      cookies: string[];
      sealing: string;
      signing: Record<string, { d: string }>;
    };
    for (const [index, key] of keys.cookies.entries()) found.set(`OP's cookie key ${index}`, key);
    found.set("OP's sealing key", keys.sealing.replace(/^\w+:/, ""));
    for (const [name, { d }] of Object.entries(keys.signing)) found.set(`OP's ${name} key`, d);
  }
  const phones = join(stack.dataFolder, "phones");
  for (const file of readdirSync(phones)) {
    const phone = JSON.parse(readFileSync(join(phones, file), "utf8")) as {
      private_key_jwk: { d: string };
      session: string;
    };
    found.set(`key of ${file}`, phone.private_key_jwk.d);
    found.set(`session of ${file}`, phone.session);
  }
  return found;
}

export interface Sent {
  method: string;
  url: string;
  body: string;
}

/** Remembers what a browser sends, to whichever host, the OP's too. */
export function recordRequests(context: BrowserContext, into: Sent[]): void {
  context.on("request", (request) =>
    into.push({ method: request.method(), url: request.url(), body: request.postData() ?? "" }),
  );
}

/**
 * Reads a live stream with the page's cookies, beside the page: Playwright gives no body of an answer
 * that has no end. Call the result to stop; it resolves to all that came.
 */
export async function recordStream(page: Page, url: string): Promise<() => Promise<string>> {
  const cookies = await page.context().cookies(url);
  const stop = new AbortController();
  const answer = await fetch(url, {
    headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") },
    signal: stop.signal,
  });
  if (!answer.ok || !answer.body) throw new Error(`${url} answered ${answer.status}`);
  let text = "";
  const reading = (async () => {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>)
      text += Buffer.from(chunk).toString();
  })().catch(() => {});
  return async () => {
    stop.abort();
    await reading;
    return text;
  };
}

/**
 * Collects logs and tables as the search does, with `secret` put into a copy of a log file and into
 * a table of its own, as text, JSON and bytes; both are gone afterwards.
 */
export async function collectWithLeak(
  stack: Stack,
  rows: Rows,
  secret: string,
): Promise<{ log: Haystacks; table: Haystacks }> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-leak-"));
  try {
    const copy = join(folder, "console.log");
    copyFileSync(join(stack.logFolder, "console.log"), copy);
    await appendFile(copy, `{"level":30,"msg":"oops","value":${JSON.stringify(secret)}}\n`);
    await rows.query("create schema leak_probe");
    await rows.query("create table leak_probe.kept (a text, b jsonb, c bytea)");
    await rows.query("insert into leak_probe.kept (a) values ($1)", [secret]);
    await rows.query("insert into leak_probe.kept (b) values ($1)", [JSON.stringify({ secret })]);
    await rows.query("insert into leak_probe.kept (c) values ($1)", [Buffer.from(secret)]);
    const tables = await dump(rows);
    return {
      log: logs({ ...stack, logFolder: folder }),
      table: new Map([...tables].filter(([name]) => name.includes("leak_probe"))),
    };
  } finally {
    await rows.query("drop schema if exists leak_probe cascade");
    rmSync(folder, { recursive: true, force: true });
  }
}
