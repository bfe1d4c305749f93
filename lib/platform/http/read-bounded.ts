/** An answer longer than we are ready to hold; `status` is that of the answer. */
export class AnswerTooLong extends Error {
  readonly status: number;
  constructor(status: number) {
    super("the answer is too long");
    this.name = "AnswerTooLong";
    this.status = status;
  }
}

/** Reads a body of at most `maxBytes` and not one chunk more; `undefined` when it is longer. */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > maxBytes) {
      await reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

const withoutBody = new Set([101, 103, 204, 205, 304]);

/**
 * A `fetch` whose answers are read whole, up to `maxBytes`, before anybody parses them: a client
 * library would read without end. Throws `AnswerTooLong`. Its answers are the platform's own
 * `Response`, whichever `fetch` is behind it.
 */
export function boundedFetch(send: typeof fetch, maxBytes: number): typeof fetch {
  return async (url, init) => {
    const answer = await send(url, init);
    const body = await readBounded(answer.body, maxBytes);
    if (body === undefined) throw new AnswerTooLong(answer.status);
    return new Response(withoutBody.has(answer.status) ? null : new Uint8Array(body), {
      status: answer.status,
      headers: [...answer.headers],
    });
  };
}
