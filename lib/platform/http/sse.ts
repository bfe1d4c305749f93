const KEEP_ALIVE_MS = 15_000;
const MAX_QUEUED_FRAMES = 1_000;

export interface Frame {
  event: string;
  data: unknown;
  id?: string;
}

const open = new Set<() => void>();

/** Ends every open stream: called on SIGTERM, because a server waits for its streams. */
export function closeAllStreams(): void {
  for (const close of [...open]) close();
}

/**
 * A server-sent event stream. `start` gets `send` and returns a clean-up; it must have done
 * everything that can fail before (an error after the first byte cannot be told).
 * A reader too slow for its frames is cut off: it reconnects and catches up by `Last-Event-ID`.
 */
export function sseResponse(options: {
  signal: AbortSignal;
  start: (send: (frame: Frame) => void, close: () => void) => () => void;
}): Response {
  const encoder = new TextEncoder();
  let cleanUp = () => {};
  let ended = false;
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const keepAlive = setInterval(() => push(": keep-alive\n\n"), KEEP_ALIVE_MS);
      const push = (text: string) => {
        if (ended) return;
        if ((controller.desiredSize ?? 0) < -MAX_QUEUED_FRAMES) return end();
        controller.enqueue(encoder.encode(text));
      };
      end = () => {
        if (ended) return;
        ended = true;
        clearInterval(keepAlive);
        open.delete(end);
        cleanUp();
        try {
          controller.close();
        } catch {
          // The reader is gone already.
        }
      };
      open.add(end);
      options.signal.addEventListener("abort", end, { once: true });
      push("retry: 1000\n\n");
      cleanUp = options.start(
        ({ event, data, id }) =>
          push(
            `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
          ),
        end,
      );
      if (ended) cleanUp();
      else if (options.signal.aborted) end();
    },
    cancel: () => end(),
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
