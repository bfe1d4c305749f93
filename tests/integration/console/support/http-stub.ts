import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
  /** Subject of the client certificate that was shown, on a TLS server. */
  certificate?: string | undefined;
  atMs: number;
}

export type Answer =
  | {
      status: number;
      json?: unknown;
      text?: string | Buffer;
      headers?: Record<string, string>;
      holdMs?: number;
    }
  /** Takes the request, then breaks the connection. */
  | "drop"
  /** Answers 200 and a body without end, until the other side hangs up. */
  | "endless"
  /** Takes the request and never answers. */
  | "hang";

export interface HttpStub {
  url: string;
  received: Received[];
  /** Bytes of endless bodies that were taken from us so far. */
  endlessBytes(): number;
  close(): Promise<void>;
}

/** A small HTTP server that answers as the test says and remembers what it was asked. */
export async function httpStub(
  answer: (request: Received) => Promise<Answer> | Answer,
  tls?: { key: string; cert: string },
): Promise<HttpStub> {
  const received: Received[] = [];
  let endless = 0;
  const take = (request: IncomingMessage, response: ServerResponse) => {
    void read(request).then(async (body) => {
      const one = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body,
        certificate: certificateOf(request),
        atMs: Date.now(),
      };
      received.push(one);
      const said = await answer(one);
      if (said !== "endless") return reply(response, said);
      response.writeHead(200, { "content-type": "application/json" });
      const chunk = Buffer.alloc(65_536, 32);
      while (!response.destroyed && endless < 500_000_000) {
        endless += chunk.length;
        if (response.write(chunk)) continue;
        const done = new AbortController();
        await Promise.race(
          ["drain", "close"].map((event) => once(response, event, { signal: done.signal })),
        ).finally(() => done.abort());
      }
    });
  };
  const server = tls
    ? createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, take)
    : createServer(take);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    endlessBytes: () => endless,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function certificateOf({ socket }: IncomingMessage): string | undefined {
  const name = (socket as Partial<TLSSocket>).getPeerCertificate?.()?.subject?.CN;
  return Array.isArray(name) ? name.join() : name;
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

async function reply(response: ServerResponse, answer: Exclude<Answer, "endless">): Promise<void> {
  if (answer === "hang") return;
  if (answer === "drop") {
    response.destroy();
    return;
  }
  if (answer.holdMs) await new Promise((resolve) => setTimeout(resolve, answer.holdMs));
  response.writeHead(answer.status, {
    "content-type": answer.text === undefined ? "application/json" : "text/html",
    ...answer.headers,
  });
  response.end(answer.text ?? (answer.json === undefined ? "" : JSON.stringify(answer.json)));
}
