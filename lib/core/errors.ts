import { z } from "zod";

/** One fault of one field: which, by what rule (a stable code), and what to do, as a sentence. */
export const fieldFault = z.object({ field: z.string(), code: z.string(), message: z.string() });
export type FieldFault = z.infer<typeof fieldFault>;

/**
 * RFC 9457 problem details as every route of ours sends them and every client of ours reads them.
 * `code` is stable and for programs, `detail` is a sentence for people.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const problem = z.looseObject({
  type: z.string().default("about:blank"),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  field: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

/**
 * What a verb throws when it refuses. Actions turn it into a typed result, routes into a problem.
 * `status` is the HTTP status that fits; `message` is for people and holds no secret.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly faults: readonly FieldFault[];
  /** Instant after which the same request may succeed, where that is known. */
  readonly retryAt: Date | undefined;
  /** Facts for the screen (never secrets), for example the id of the request that is in the way. */
  readonly facts: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    options: {
      status?: number;
      faults?: readonly FieldFault[];
      retryAt?: Date | undefined;
      facts?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Refusal";
    this.code = code;
    this.status = options.status ?? 409;
    this.faults = options.faults ?? [];
    this.retryAt = options.retryAt;
    this.facts = options.facts ?? {};
  }
}

/** The typed result of a server action: data, or what was wrong, where, and what to do. */
export type ActionResult<T> =
  | { ok: true; data: T }
  | {
      ok: false;
      code: string;
      message: string;
      faults: readonly FieldFault[];
      retryAt?: string;
      facts?: Readonly<Record<string, string>>;
    };

/** A `Refusal` as the body of an RFC 9457 answer. */
export function toProblem(refusal: Refusal): Problem & { retry_at?: string } {
  const first = refusal.faults[0];
  return {
    type: "about:blank",
    title: refusal.message,
    status: refusal.status,
    code: refusal.code,
    ...(first ? { field: first.field, detail: first.message } : {}),
    ...(refusal.retryAt ? { retry_at: refusal.retryAt.toISOString() } : {}),
  };
}

/** Fails to compile when a case is missing; throws when data from outside got past its parser. */
export function never(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
