import { z } from "zod";
import { problem } from "#lib/core/errors.ts";
import { BankRefusal, callBank } from "./call-bank.ts";

const executed = z.looseObject({
  outcome: z.literal("executed"),
  reference: z.string(),
  executed_at: z.iso.datetime(),
});
const refused = z.looseObject({ outcome: z.literal("refused"), problem: problem.optional() });

export type Execution =
  | { outcome: "executed"; reference: string; result: unknown }
  | { outcome: "refused"; code: string; message: string };

/**
 * `POST /orders/{id}/execute` with the customer's token. Sent once per key; a `CallFailure` of kind
 * `no_answer` means that it may have been done: ask `findExecution`, never send blindly again.
 */
export async function executeOrder(input: {
  orderId: string;
  digest: string;
  customerToken: string;
  idempotencyKey: string;
  authenticatedAt: Date | undefined;
}): Promise<Execution> {
  try {
    return parse(
      await callBank({
        method: "POST",
        path: `/orders/${encodeURIComponent(input.orderId)}/execute`,
        as: { customerToken: input.customerToken },
        idempotencyKey: input.idempotencyKey,
        authenticatedAt: input.authenticatedAt,
        json: { digest: input.digest },
      }),
    );
  } catch (error) {
    if (error instanceof BankRefusal && error.status !== 429 && error.status !== 408)
      return {
        outcome: "refused",
        code: error.problem.code,
        message: error.problem.detail ?? error.problem.title,
      };
    throw error;
  }
}

/** `GET /executions/{key}` with our own credential; `undefined`: the bank has never seen the key. */
export async function findExecution(idempotencyKey: string): Promise<Execution | undefined> {
  try {
    return parse(
      await callBank({
        method: "GET",
        path: `/executions/${encodeURIComponent(idempotencyKey)}`,
        as: "console",
      }),
    );
  } catch (error) {
    if (error instanceof BankRefusal && error.status === 404) return undefined;
    throw error;
  }
}

function parse(body: unknown): Execution {
  const done = executed.safeParse(body);
  if (done.success) return { outcome: "executed", reference: done.data.reference, result: body };
  const said = refused.parse(body).problem;
  return {
    outcome: "refused",
    code: said?.code ?? "refused",
    message: said?.detail ?? said?.title ?? "The bank refused to execute this order.",
  };
}
