import { home, type World } from "./world.ts";

const request = (
  path: string,
  token: string,
  json?: unknown,
  headers: Record<string, string> = {},
) =>
  new Request(home + path, {
    method: json === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${token}`,
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });

/** The console's side of the follow API, with a good token unless told otherwise. */
export function consoleOf(world: World, options: { token?: string; azp?: string } = {}) {
  const token = async () =>
    options.token ?? (await world.op.consoleToken(options.azp ? { azp: options.azp } : {}));
  const at = (orderId: string) => ({ params: Promise.resolve({ orderId }) });
  return {
    async feed(lastEventId?: string): Promise<Response> {
      const { GET } = await import("#app/api/follow/route.ts");
      return GET(
        request(
          "/api/follow",
          await token(),
          undefined,
          lastEventId ? { "last-event-id": lastEventId } : {},
        ),
      );
    },
    async snapshot(orderId: string): Promise<Response> {
      const { GET } = await import("#app/api/follow/[orderId]/route.ts");
      return GET(request(`/api/follow/${orderId}`, await token()), at(orderId));
    },
    async withdraw(orderId: string, reason = "operator"): Promise<Response> {
      const { POST } = await import("#app/api/follow/[orderId]/withdraw/route.ts");
      return POST(
        request(`/api/follow/${orderId}/withdraw`, await token(), { reason }),
        at(orderId),
      );
    },
    async notify(orderId: string): Promise<Response> {
      const { POST } = await import("#app/api/follow/[orderId]/notify/route.ts");
      return POST(request(`/api/follow/${orderId}/notify`, await token(), {}), at(orderId));
    },
  };
}
