import { get } from "node:http";

/**
 * True once the server behind `url` answers as wanted: less than 500, or exactly `status`. Connects
 * to 127.0.0.1 whatever the name in the address, so it needs no resolver.
 */
export function answers(url: string, status?: number): Promise<boolean> {
  const { host, port, pathname } = new URL(url);
  return new Promise((resolve) => {
    const request = get(
      { host: "127.0.0.1", port, path: pathname, headers: { host }, timeout: 5_000, agent: false },
      (response) => {
        response.resume();
        const { statusCode = 500 } = response;
        resolve(status === undefined ? statusCode < 500 : statusCode === status);
      },
    );
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
  });
}
