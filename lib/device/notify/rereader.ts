/**
 * Runs `read` at every wake-up and at least every `everyMs`, never twice at a time; wake-ups during a
 * read are one more read. A read that fails stops it and is handed to `onFault`.
 */
export function rereader(
  read: () => Promise<void>,
  everyMs: number,
  onFault: (error: unknown) => void,
): { wake(): void; stop(): void } {
  let stopped = false;
  let reading = false;
  let again = false;

  const run = async () => {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    try {
      do {
        again = false;
        await read();
      } while (again && !stopped);
    } catch (error) {
      if (!stopped) {
        stop();
        onFault(error);
      }
    } finally {
      reading = false;
    }
  };
  const wake = () => {
    if (!stopped) void run();
  };
  const timer = setInterval(wake, everyMs);
  const stop = () => {
    stopped = true;
    clearInterval(timer);
  };
  return { wake, stop };
}
