import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StubRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: string;
}

/** `drop`: the work is done, the answer is not given. */
export type StubAnswer =
  | { status: number; json?: unknown; headers?: Record<string, string>; afterMs?: number }
  | "drop";

export interface Stub {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** A small HTTP server on 127.0.0.1 whose every answer is what `answer` says. */
export async function startStub(
  answer: (request: StubRequest) => StubAnswer | Promise<StubAnswer>,
  port = 0,
): Promise<Stub> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? "/", "http://stub");
    const said = await answer({
      method: incoming.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    });
    await respond(incoming, outgoing, said);
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  const bound = (server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${bound}`, port: bound, close: () => close(server) };
}

async function respond(incoming: IncomingMessage, outgoing: ServerResponse, said: StubAnswer) {
  if (said === "drop") {
    incoming.socket.destroy();
    return;
  }
  if (said.afterMs) await new Promise((next) => setTimeout(next, said.afterMs));
  outgoing.writeHead(said.status, { "content-type": "application/json", ...said.headers });
  outgoing.end(said.json === undefined ? undefined : JSON.stringify(said.json));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(() => closed()));
}
