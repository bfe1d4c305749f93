import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { CallbackStatus } from "#lib/core/contracts/channel.ts";

/** What is known after one callback. `unreachable`: no connection was made, so no byte was sent. */
export type CallbackResult =
  | { kind: "answered"; status: number }
  | { kind: "unreachable" }
  | { kind: "no_answer" };

/**
 * One callback to the OP, on a connection of its own: a kept one that the OP has just closed would
 * leave us not knowing whether the decision arrived, and it must never be sent twice. Never rejects.
 * @see https://www.keycloak.org/docs/latest/server_admin/#_client_initiated_backchannel_authentication_grant
 */
export function sendCallback(options: {
  url: string;
  bearer: string;
  status: CallbackStatus;
  deadlineMs: number;
}): Promise<CallbackResult> {
  const body = JSON.stringify({ status: options.status });
  const send = options.url.startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    let connected = false;
    const request = send(options.url, {
      method: "POST",
      agent: false,
      signal: AbortSignal.timeout(options.deadlineMs),
      headers: {
        authorization: `Bearer ${options.bearer}`,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        accept: "application/json",
        connection: "close",
      },
    });
    request.on("socket", (socket) => {
      const secure = options.url.startsWith("https:");
      socket.once(secure ? "secureConnect" : "connect", () => {
        connected = true;
      });
    });
    request.on("response", (response) => {
      response.resume();
      resolve({ kind: "answered", status: response.statusCode ?? 0 });
    });
    request.on("error", () => resolve({ kind: connected ? "no_answer" : "unreachable" }));
    request.end(body);
  });
}
