import { type Answer, httpStub, type Received } from "./http-stub.ts";

/** A bank that does what the test says; what it was asked is in `received`. */
export async function stubBank(tls?: { key: string; cert: string }) {
  const executed = new Map<string, unknown>();
  const script = {
    open: (): Promise<Answer> | Answer => ({
      status: 200,
      json: {
        order_id: "ord",
        status: "open",
        digest: "d".repeat(43),
        expires_at: new Date(Date.now() + 300_000).toISOString(),
      },
    }),
    /** Runs after the order was executed under the key (so a dropped answer is an unknown outcome). */
    execute: (answer: unknown): Promise<Answer> | Answer => ({ status: 200, json: answer }),
    beforeExecute: (): Answer | undefined => undefined,
    find: (): Answer | undefined => undefined,
    void: (): Answer => ({ status: 200, json: { status: "void" } }),
  };
  const stub = await httpStub((request: Received) => {
    const { method, path } = request;
    if (path === "/orders") return script.open();
    if (path.endsWith("/void")) return script.void();
    if (path.endsWith("/execute")) {
      const early = script.beforeExecute();
      if (early) return early;
      const key = String(request.headers["idempotency-key"]);
      const answer = executed.get(key) ?? {
        outcome: "executed",
        reference: `BK-${executed.size + 1}`,
        executed_at: new Date().toISOString(),
        balance_after: { amount_minor: 100_00, currency: "EUR" },
      };
      executed.set(key, answer);
      return script.execute(answer);
    }
    if (method === "GET" && path.startsWith("/executions/")) {
      const early = script.find();
      if (early) return early;
      const answer = executed.get(decodeURIComponent(path.split("/")[2] ?? ""));
      return answer
        ? { status: 200, json: { order_id: "ord", ...(answer as object) } }
        : { status: 404, json: { title: "never seen", status: 404, code: "unknown_key" } };
    }
    return { status: 404, json: { title: "no such address", status: 404, code: "not_found" } };
  }, tls);
  const called = (end: string) => stub.received.filter((one) => one.path.endsWith(end));
  return {
    ...stub,
    script,
    executed,
    voids: () => called("/void"),
    executes: () => called("/execute"),
    asks: () => stub.received.filter((one) => one.path.startsWith("/executions/")),
  };
}
