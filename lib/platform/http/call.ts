import { readBounded } from "./read-bounded.ts";

/**
 * Why a call has no usable answer. `unreachable`: nothing was sent, it is safe to try again.
 * `no_answer`: it may have been received and done. `garbage`: an answer came, but not one we understand.
 */
export class CallFailure extends Error {
  readonly kind: "unreachable" | "no_answer" | "garbage";
  constructor(kind: CallFailure["kind"], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "CallFailure";
    this.kind = kind;
  }
}

export type SendRequest = (url: string, init: RequestInit) => Promise<Response>;

const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const maxAnswerBytes = 1_000_000;

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON, or undefined when the body is empty. */
  body: unknown;
}

/**
 * One HTTP call with JSON or form in and JSON out. Never follows a redirect, never retries.
 * `deadlineMs` covers everything from connecting to the body's last byte. Throws `CallFailure` only.
 */
export async function call(options: {
  method: "GET" | "POST" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  deadlineMs: number;
  /** Sends in the platform's place: with a client certificate or a proof of possession. */
  send?: SendRequest | undefined;
}): Promise<Answer> {
  const where = new URL(options.url).host;
  const body =
    options.json !== undefined
      ? JSON.stringify(options.json)
      : options.form && new URLSearchParams(options.form);
  const deadline = AbortSignal.timeout(options.deadlineMs);
  let response: Response;
  let bytes: Buffer | undefined;
  try {
    response = await (options.send ?? fetch)(options.url, {
      method: options.method,
      headers: {
        accept: "application/json",
        ...(options.json === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
      redirect: "manual",
      signal: deadline,
    });
    bytes = await readBounded(response.body, maxAnswerBytes);
  } catch (error) {
    const code = causeCode(error);
    if (code && neverSent.has(code))
      throw new CallFailure("unreachable", `${where} cannot be reached`, error);
    throw new CallFailure("no_answer", `${where} did not answer`, error);
  }
  if (bytes === undefined) throw new CallFailure("garbage", `${where} answered too much`);
  const text = bytes.toString("utf8");
  if (text === "") return { status: response.status, headers: response.headers, body: undefined };
  try {
    return { status: response.status, headers: response.headers, body: JSON.parse(text) };
  } catch (error) {
    throw new CallFailure("garbage", `${where} answered ${response.status} without JSON`, error);
  }
}

/** The system's error code below a failed fetch ("ECONNREFUSED"), where there is one. */
export function causeCode(error: unknown): string | undefined {
  for (
    let at: unknown = error, depth = 0;
    at instanceof Error && depth < 5;
    at = at.cause, depth++
  ) {
    const code = (at as NodeJS.ErrnoException).code;
    if (typeof code === "string") return code;
    if (at instanceof AggregateError) return causeCode(at.errors[0]);
  }
  return undefined;
}

/** True when a failed fetch is known to have sent nothing. */
export function nothingWasSent(error: unknown): boolean {
  const code = causeCode(error);
  return code !== undefined && neverSent.has(code);
}
