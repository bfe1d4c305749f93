import { readdirSync } from "node:fs";
import { join } from "node:path";
import { NextRequest } from "next/server";
import { expect, test, vi } from "vitest";

process.env.COUNTERSIGN_ZONE = "device";
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ origin: "http://localhost:4400" }),
  cookies: async () => ({ get: () => ({ value: "a-cookie-of-the-console" }) }),
}));

const api = join(import.meta.dirname, "../../../app/api");
const routes = ["auth", "events"].flatMap((folder) =>
  readdirSync(join(api, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("route.ts"))
    .map((name) => join(api, folder, name)),
);

test("an action posted to a process of the device zone does nothing", async () => {
  const { act } = await import("#lib/console/session/act.ts");
  let done = 0;
  expect(await act(async () => ++done)).toMatchObject({ ok: false, code: "wrong_zone" });
  expect(done).toBe(0);
});

test("the operator's context does not exist in a process of the device zone", async () => {
  const { operatorContext } = await import("#lib/console/session/operator-context.ts");
  await expect(operatorContext()).rejects.toMatchObject({ code: "wrong_zone", status: 404 });
});

test("in a process of the device zone none of the console's routes exists", async () => {
  expect(routes.length).toBeGreaterThanOrEqual(3);
  for (const file of routes) {
    const route = (await import(file)) as Record<string, unknown>;
    for (const method of ["GET", "POST"]) {
      const handler = route[method] as
        | ((request: Request, more: unknown) => Promise<Response>)
        | undefined;
      if (!handler) continue;
      const body = method === "POST" ? { body: "logout_token=x" } : {};
      const response = await handler(
        new Request("http://phone.localhost:1/x", { method, ...body }),
        {
          params: Promise.resolve({ nextauth: ["session"] }),
        },
      );
      expect(response.status, `${method} ${file}`).toBe(404);
      expect(await response.json()).toMatchObject({ code: "wrong_zone" });
    }
  }
});

test.each(["/desk", "/sign-in", "/api/events", "/api/auth/session", "/phones"])(
  "a path of the other zone (%s) is not served",
  async (path) => {
    const { proxy } = await import("../../../proxy.ts");
    const answer = proxy(new NextRequest(`http://phone.localhost:1${path}`));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "wrong_zone" });
  },
);
