import { get } from "node:http";

const ASK_EVERY_MS = 250;
const ANSWER_WITHIN_MS = 5_000;

/**
 * Waits until the discovery of every realm answers 200: Keycloak opens its port long before (503
 * meanwhile), and imports after that. Connects to 127.0.0.1 whatever the name in `hostnameUrl`.
 * @throws when `signal` aborts
 */
export async function waitForRealms(options: {
  port: number;
  hostnameUrl: string;
  realms: readonly string[];
  signal: AbortSignal;
}): Promise<void> {
  const { host } = new URL(options.hostnameUrl);
  for (const realm of options.realms) {
    const path = `/realms/${realm}/.well-known/openid-configuration`;
    while ((await statusOf({ port: options.port, host, path })) !== 200) {
      options.signal.throwIfAborted();
      await new Promise((next) => setTimeout(next, ASK_EVERY_MS));
    }
  }
}

function statusOf(to: { port: number; host: string; path: string }): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get(
      {
        host: "127.0.0.1",
        port: to.port,
        path: to.path,
        headers: { host: to.host },
        timeout: ANSWER_WITHIN_MS,
        agent: false,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(undefined));
  });
}
