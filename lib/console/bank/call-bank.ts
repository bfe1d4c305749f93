import { randomUUID } from "node:crypto";
import { type Problem, problem, Refusal } from "#lib/core/errors.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { type Answer, CallFailure, call } from "#lib/platform/http/call.ts";
import { log } from "#lib/platform/log.ts";
import { forgetOwnTokens, ownAccessToken } from "../op/own-token.ts";
import { sendWithToken } from "../op/send-with-token.ts";

/** The bank said no, in its own words (RFC 9457). */
export class BankRefusal extends Error {
  readonly status: number;
  readonly problem: Problem;
  constructor(status: number, said: Problem) {
    super(`the bank refused: ${said.code}`);
    this.name = "BankRefusal";
    this.status = status;
    this.problem = said;
  }
}

/**
 * One call of the bank's API. `as: "console"` uses the console's own credential, a string is the
 * customer's token. Throws `CallFailure` (no usable answer) or `BankRefusal`.
 */
export async function callBank(options: {
  method: "GET" | "POST";
  path: string;
  as: "console" | { customerToken: string };
  operatorToken?: string | undefined;
  idempotencyKey?: string;
  /** When the customer proved who they are: FAPI's `x-fapi-auth-date`. */
  authenticatedAt?: Date | undefined;
  json?: unknown;
}): Promise<unknown> {
  const config = consoleConfig();
  let how: Awaited<ReturnType<typeof sendWithToken>>;
  try {
    const { value, needsProof } =
      options.as === "console"
        ? await ownAccessToken("bank:console")
        : {
            value: options.as.customerToken,
            needsProof: config.CONSOLE_CIBA_TOKEN_BINDING === "dpop",
          };
    how = await sendWithToken(value, needsProof);
  } catch (error) {
    throw new CallFailure("unreachable", "the OP gave no token for the bank", error);
  }
  const started = Date.now();
  const answer: Answer = await call({
    method: options.method,
    url: `${config.CONSOLE_BANK_URL}${options.path}`,
    headers: {
      ...how.headers,
      "x-fapi-interaction-id": randomUUID(),
      ...(options.authenticatedAt
        ? { "x-fapi-auth-date": options.authenticatedAt.toUTCString() }
        : {}),
      ...(options.operatorToken ? { "x-operator-token": options.operatorToken } : {}),
      ...(options.idempotencyKey ? { "idempotency-key": options.idempotencyKey } : {}),
    },
    ...(options.json === undefined ? {} : { json: options.json }),
    deadlineMs: config.CONSOLE_BANK_DEADLINE_MS,
    send: how.send,
  });
  log.debug("bank.called", {
    method: options.method,
    status: answer.status,
    ms: Date.now() - started,
  });
  if (answer.status < 300) return answer.body;
  if (answer.status === 401 && options.as === "console") forgetOwnTokens();
  if (answer.status >= 500)
    throw new CallFailure("no_answer", `the bank answered ${answer.status}`);
  const said = problem.safeParse(answer.body);
  if (!said.success) throw new CallFailure("garbage", `the bank answered ${answer.status}`);
  throw new BankRefusal(answer.status, said.data);
}

/**
 * A failure of a bank call before anything irreversible, as a refusal that the operator can act on.
 * `fields` maps the bank's field names to the form's.
 */
export function bankRefusal(
  error: unknown,
  fields: Readonly<Record<string, string>> = {},
): unknown {
  if (error instanceof BankRefusal) {
    const { code, detail, title, field } = error.problem;
    const message = detail ?? title;
    const known = field === undefined ? undefined : (fields[field] ?? field);
    const retryAt = new Date(String(error.problem.retry_at ?? ""));
    return new Refusal(code, message, {
      status: error.status,
      ...(known ? { faults: [{ field: known, code, message }] } : {}),
      ...(Number.isNaN(retryAt.getTime()) ? {} : { retryAt }),
      cause: error,
    });
  }
  if (error instanceof CallFailure)
    return new Refusal(
      "bank_unreachable",
      "The bank's system did not answer. Nothing was sent to the customer. Try again in a moment.",
      { status: 503, cause: error },
    );
  return error;
}
