import { rmSync } from "node:fs";
import { resolve } from "node:path";
import {
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import { seedPhones } from "#demo/start/seed-phones.ts";
import { type Stack, startStack } from "#demo/start/stack.ts";
import { Rows } from "./rows.ts";

export type OpKind = "embedded" | "keycloak";
export const op = (process.env.COUNTERSIGN_OP ?? "embedded") as OpKind;

const portBase = { embedded: 5420, keycloak: 5440 }[op];
const root = resolve(import.meta.dirname, "../../..");

interface WorkerFixtures {
  /** The whole demo as real processes, on a fresh database; one for all tests of a run. */
  stack: Stack;
  rows: Rows;
}
interface TestFixtures {
  /** A new browser window of its own, closed after the test; fails the test on page errors. */
  window: (options?: { width?: number; height?: number; dark?: boolean }) => Promise<Page>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  stack: [
    // Playwright reads the fixtures that this one needs from the pattern.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const dataFolder = resolve(root, `.countersign/e2e-${op}`);
      rmSync(dataFolder, { recursive: true, force: true });
      const deaths: string[] = [];
      const stack = await startStack({
        portBase,
        dataFolder,
        op,
        faults: true,
        settings: {
          console: {
            CONSOLE_MAX_REQUESTS_PER_HOUR: "200",
            CONSOLE_DECLINE_PAUSE_SECONDS: "2",
            CONSOLE_MAX_LOOKUPS_PER_MINUTE: "200",
          },
          bank: { BANK_SEARCHES_PER_MINUTE: "500", BANK_SEARCHES_PER_HOUR: "5000" },
        },
        onDeath: (death) => void deaths.push(death.message),
      });
      await seedPhones(stack, new AbortController().signal);
      await use(stack);
      await stack.stop();
      expect(deaths, "no process ended by itself").toEqual([]);
    },
    { scope: "worker", timeout: 240_000 },
  ],
  rows: [
    async ({ stack }, use) => {
      const rows = new Rows(stack.adminUrl);
      await use(rows);
      await rows.close();
    },
    { scope: "worker" },
  ],
  window: async ({ browser }: { browser: Browser }, use, testInfo) => {
    const contexts: BrowserContext[] = [];
    const errors: string[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
        locale: "en-GB",
        timezoneId: "Europe/Berlin",
        colorScheme: options.dark ? "dark" : "light",
      });
      contexts.push(context);
      context.on("weberror", (error) => errors.push(error.error().message));
      context.on("console", (message) => {
        if (/Content Security Policy/i.test(message.text())) errors.push(message.text());
      });
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    if (testInfo.status === testInfo.expectedStatus)
      expect(errors, "no error in any page").toEqual([]);
  },
});

export { expect };
