import { readFileSync } from "node:fs";
import type { Job } from "pg-boss";
import { afterEach } from "vitest";
import type { RequestJob } from "#lib/console/engine/queue-loop.ts";
import type { Received } from "./http-stub.ts";
import { type Stand, stand } from "./stand.ts";
import type { StubOpOptions } from "./stub-op.ts";

/**
 * A stand with the verbs of a request's life. After each test the stand-ins answer as usual again
 * and have forgotten what they were asked.
 */
export async function journey(settings: Record<string, string> = {}, options: StubOpOptions = {}) {
  const s = await stand(settings, options);
  const ctx = await s.operator();
  const { sendRequest } = await import("#lib/console/requests/send-request.ts");
  const { pollRequest } = await import("#lib/console/engine/poll-request.ts");
  const { executeRequest } = await import("#lib/console/engine/execute-request.ts");
  const { finishRequest } = await import("#lib/console/engine/finish-request.ts");
  const { publicKeySet } = await import("#lib/console/op/client-keys.ts");
  const { forgetOwnTokens } = await import("#lib/console/op/own-token.ts");
  const { runEngine } = await import("#lib/console/engine/run-engine.ts");
  const normal = {
    op: { ...s.op.script },
    bank: { ...s.bank.script },
    device: { ...s.device.script },
  };
  const running: { stop(): Promise<void> }[] = [];

  async function reset() {
    for (const engine of running.splice(0)) await engine.stop();
    Object.assign(s.op.script, normal.op, { revoked: [], ended: [], metadata: {} });
    Object.assign(s.bank.script, normal.bank);
    Object.assign(s.device.script, normal.device);
    for (const stub of [s.op, s.bank, s.device]) stub.received.splice(0);
    // What a test left pending is nothing to the next one's engine.
    await s
      .database()
      .updateTable("requests")
      .set({ state: "cancelled" })
      .where("state", "in", ["requested", "pending"])
      .execute();
  }
  afterEach(reset);

  const job = (requestId: string) =>
    ({ id: requestId, name: "ciba-poll", data: { requestId } }) as Job<RequestJob>;

  return {
    ...s,
    ctx,
    send: (input: Awaited<ReturnType<Stand["ready"]>>) => sendRequest({ ctx, input }),
    poll: (requestId: string) => pollRequest(job(requestId), () => {}),
    publicKeySet,
    forgetOwnTokens,
    execute: executeRequest,
    finish: finishRequest,
    /** The engine's own loops, stopped after the test. */
    async engine() {
      const engine = await runEngine();
      running.push(engine);
      return engine;
    },
    /** A request that was acknowledged, with what the OP and we know of it. */
    async pending(acknowledgement: Record<string, unknown> = {}) {
      const input = await s.ready(ctx);
      const authReqId = `req-${crypto.randomUUID()}`;
      s.op.script.acknowledge = () => ({
        status: 200,
        json: { auth_req_id: authReqId, expires_in: 120, interval: 1, ...acknowledgement },
      });
      const before = s.op.asked().length;
      const view = await sendRequest({ ctx, input });
      const sent = s.op.asked()[before] as Received;
      const token = new URLSearchParams(sent.body).get("client_notification_token") ?? "";
      return { ...input, authReqId, view, sent, token };
    },
    jobOf: async (requestId: string) => (await s.jobs()).findJobs("ciba-poll", { id: requestId }),
  };
}

export type Journey = Awaited<ReturnType<typeof journey>>;

/** `POST /api/ciba/notification`, through the route itself. */
export async function notify(
  authorization: string | undefined,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { POST } = await import("#app/api/ciba/notification/route.ts");
  return POST(
    new Request("http://127.0.0.1:1/api/ciba/notification", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(authorization === undefined ? {} : { authorization }),
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
}

/** Waits until `holds`, looking every 20 ms; fails with what was waited for. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  withinMs = 5_000,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`in ${withinMs} ms not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const pem = ({ cert, key }: { cert: string; key: string }) => ({
  cert: readFileSync(cert, "utf8"),
  key: readFileSync(key, "utf8"),
});
