/** `connecting` is the first second of a page; `down` is when the operator is told. */
export type StreamState = "connecting" | "live" | "down";

const retryMs = [1000, 2000, 4000, 8000, 15_000] as const;

/**
 * The tab's one event stream (`/api/events`). The browser reconnects by itself with Last-Event-ID
 * after a cut; after a refusal (which ends an EventSource for good) a new one is opened, slower
 * each time.
 * @returns closes the stream
 */
export function openEvents({
  onState,
  onFrame,
}: {
  onState: (state: StreamState) => void;
  onFrame: (type: string, data: unknown) => void;
}): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;

  const open = () => {
    source = new EventSource("/api/events");
    source.onopen = () => {
      tries = 0;
      onState("live");
    };
    source.onerror = () => {
      onState("down");
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, retryMs[Math.min(tries, retryMs.length - 1)]);
      tries += 1;
    };
    for (const type of ["request", "signed-out", "caught-up"])
      source.addEventListener(type, (event) => onFrame(type, parse(event.data)));
  };
  open();

  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
