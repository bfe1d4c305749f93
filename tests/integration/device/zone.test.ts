import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";

vi.mock("next/server", () => import("./support/after.ts"));

const api = join(import.meta.dirname, "../../../app/api");
const routes = ["ciba/channel", "follow", "phone"].flatMap((folder) =>
  readdirSync(join(api, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("route.ts"))
    .map((name) => join(api, folder, name)),
);

test("in a process of the console's zone none of the device's routes exists", async () => {
  process.env.COUNTERSIGN_ZONE = "console";
  expect(routes.length).toBeGreaterThanOrEqual(17);
  for (const file of routes) {
    const route = (await import(file)) as Record<string, unknown>;
    for (const method of ["GET", "POST", "DELETE"]) {
      const handler = route[method] as
        | ((request: Request, more: unknown) => Promise<Response>)
        | undefined;
      if (!handler) continue;
      const response = await handler(new Request("http://localhost:4400/x", { method }), {
        params: Promise.resolve({}),
      });
      expect(response.status, `${method} ${file}`).toBe(404);
      expect(await response.json()).toMatchObject({ code: "wrong_zone" });
    }
  }
});
