import { resolve } from "node:path";
import { defineConfig } from "@playwright/test";

const root = resolve(import.meta.dirname, "../..");

/** The same specs against the embedded OP and, with COUNTERSIGN_OP=keycloak, against Keycloak. */
export default defineConfig({
  testDir: import.meta.dirname,
  // Pages look alike whoever the provider is: they are judged once.
  testIgnore: process.env.COUNTERSIGN_OP === "keycloak" ? ["access.spec.ts"] : [],
  outputDir: resolve(root, "test-results/e2e"),
  // One stack of real processes on two cores: the tests share it, one after the other.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env.CI === "true",
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.COUNTERSIGN_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"],
    },
  },
});
