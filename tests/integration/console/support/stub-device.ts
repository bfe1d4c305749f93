import type { FollowSnapshot } from "#lib/core/contracts/follow.ts";
import { type Answer, httpStub } from "./http-stub.ts";

/** A device zone that says what the test says of every order. */
export async function stubDevice() {
  const script = {
    snapshot: undefined as Partial<FollowSnapshot> | undefined,
    withdraw: (): Answer => ({
      status: 404,
      json: { title: "unknown", status: 404, code: "unknown" },
    }),
  };
  const stub = await httpStub(({ method, path }) => {
    if (method === "POST" && path.endsWith("/withdraw")) return script.withdraw();
    const orderId = decodeURIComponent(path.split("/")[3] ?? "");
    return script.snapshot
      ? {
          status: 200,
          json: {
            order_id: orderId,
            version: 1,
            state: "told",
            notifications: 1,
            ...script.snapshot,
          },
        }
      : { status: 404, json: { title: "unknown", status: 404, code: "unknown" } };
  });
  return {
    ...stub,
    script,
    withdrawals: () => stub.received.filter((one) => one.path.endsWith("/withdraw")),
  };
}
