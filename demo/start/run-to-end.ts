import type { Variables } from "./environment.ts";
import { ManagedProcess } from "./managed-process.ts";

/**
 * Runs one of our programs to its end, as a child that ends with us and with `signal`.
 * @throws with the program's last lines, unless it ends with exit code 0
 */
export async function runToEnd(options: {
  name: string;
  command: readonly string[];
  env: Variables;
  logFile: string;
  signal: AbortSignal;
}): Promise<void> {
  options.signal.throwIfAborted();
  const { name, command, env, logFile } = options;
  const child = new ManagedProcess({
    name,
    command,
    env,
    logFile,
    isReady: () => false,
    readyTimeoutMs: 600_000,
    endsByItself: true,
    onDeath: () => {},
  });
  const stop = () => void child.stop();
  options.signal.addEventListener("abort", stop);
  try {
    await child.start();
  } finally {
    options.signal.removeEventListener("abort", stop);
  }
  options.signal.throwIfAborted();
}
