import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Schema } from "../contract/schemas.ts";
import { refuse } from "./refuse.ts";

type Fault = Schema<"Fault">;

/** The misbehaviour that tests and demos ask for, per operation. Without the test door it is empty. */
export class Faults {
  readonly #active = new Map<string, { fault: Fault; left: number }>();
  readonly #cut = new WeakSet<FastifyRequest>();

  set(fault: Fault): void {
    if (fault.mode === "off") this.#active.delete(fault.endpoint);
    else this.#active.set(fault.endpoint, { fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  /** Before the work: waits, fails, or remembers to cut the connection after it. */
  async before(operationId: string, request: FastifyRequest): Promise<void> {
    const entry = this.#active.get(operationId);
    if (!entry) return;
    entry.left -= 1;
    if (entry.left <= 0) this.#active.delete(operationId);
    if (entry.fault.mode === "slow") await sleep(entry.fault.delay_ms ?? 3000);
    if (entry.fault.mode === "fail") throw refuse("internal", "The bank was told to fail here.");
    if (entry.fault.mode === "drop_answer") this.#cut.add(request);
  }

  /** After the work, before the first byte of the answer. */
  beforeAnswer(request: FastifyRequest, reply: FastifyReply): void {
    if (!this.#cut.has(request)) return;
    reply.hijack();
    request.raw.socket.destroy();
  }
}
