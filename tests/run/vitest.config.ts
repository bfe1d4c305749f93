import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const root = resolve(import.meta.dirname, "../..");
const server = resolve(root, "tests/fixtures/postgres.ts");

/** The parts of `npm test` that vitest runs; each is a project: `vitest --project unit`. */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "tests/architecture/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: [
            "tests/integration/**/*.test.ts",
            "tests/faults/**/*.test.ts",
            "tests/run/**/*.integration.test.ts",
          ],
          globalSetup: [server],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "contract",
          include: ["tests/contract/**/*.test.ts"],
          globalSetup: [server],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
