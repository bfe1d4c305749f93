import { problem } from "#lib/core/errors.ts";
import { type Answer, CallFailure, call } from "#lib/platform/http/call.ts";
import type { BankToken } from "../op/bank-token.ts";

/** The bank's API as this zone reaches it. */
export interface Bank {
  readonly url: string;
  readonly deadlineMs: number;
  readonly token: BankToken;
}

/** The bank understood and says no (4xx). `code` is the bank's own. */
export class BankRefusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "BankRefusal";
    this.status = status;
    this.code = code;
  }
}

/**
 * One call with this zone's own credential. Resolves on 2xx, throws `BankRefusal` on what the bank
 * refuses and `CallFailure` on anything that may be different next time (5xx, 408, 429, no answer).
 */
export async function callBank(
  bank: Bank,
  options: {
    method: "GET" | "POST" | "DELETE";
    path: string;
    json?: unknown;
    headers?: Record<string, string>;
  },
): Promise<Answer> {
  let answer = await send(bank, options);
  if (answer.status === 401) {
    // The token may have ended early (keys rotated, OP restarted): once more with a new one.
    bank.token.drop();
    answer = await send(bank, options);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  const said = problem.safeParse(answer.body);
  // A 401 is about our own token, unless the bank names the customer's.
  const aboutCustomer = said.success && said.data.field?.toLowerCase() === "x-customer-token";
  const retryable = [408, 429].includes(answer.status) || (answer.status === 401 && !aboutCustomer);
  if (answer.status >= 400 && answer.status < 500 && !retryable)
    throw new BankRefusal(
      answer.status,
      said.success ? said.data.code : "refused",
      said.success ? (said.data.detail ?? said.data.title) : "The bank refused this.",
    );
  throw new CallFailure("no_answer", `the bank answered ${answer.status}`);
}

async function send(bank: Bank, options: Parameters<typeof callBank>[1]): Promise<Answer> {
  const token = await bank.token.get();
  return call({
    method: options.method,
    url: `${bank.url}${options.path}`,
    deadlineMs: bank.deadlineMs,
    headers: { authorization: `Bearer ${token}`, ...options.headers },
    ...(options.json === undefined ? {} : { json: options.json }),
  });
}

/** An answer in a form that we do not know is no answer. */
export function notUnderstood(cause: unknown): CallFailure {
  return new CallFailure("garbage", "the bank answered in a form that we do not know", cause);
}
