import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export type Answer =
  | { status: number; json?: unknown; text?: string; headers?: Record<string, string> }
  /** Takes the request, then breaks the connection. */
  | "drop"
  /** Takes the request and never answers. */
  | "hang";

export interface HttpStub {
  url: string;
  received: Received[];
  close(): Promise<void>;
}

/** A small HTTP server that answers as the test says and remembers what it was asked. */
export async function httpStub(
  answer: (request: Received) => Promise<Answer> | Answer,
): Promise<HttpStub> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void read(request).then(async (body) => {
      const one = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body,
      };
      received.push(one);
      await reply(response, await answer(one));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

async function reply(response: ServerResponse, answer: Answer): Promise<void> {
  if (answer === "hang") return;
  if (answer === "drop") {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, {
    "content-type": answer.text === undefined ? "application/json" : "text/html",
    ...answer.headers,
  });
  response.end(answer.text ?? (answer.json === undefined ? "" : JSON.stringify(answer.json)));
}
