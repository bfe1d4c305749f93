import { once } from "node:events";
import { createServer } from "node:http";

export interface Ping {
  authorization: string | undefined;
  body: unknown;
}

/** Stands in for the console's two endpoints that Keycloak calls. */
export interface PingServer {
  origin: string;
  pings: Ping[];
  /** What a ping is answered with. */
  answer: number;
  /** Served as the console's JWK Set. */
  keys: object[];
  /** How often the JWK Set was asked for. */
  keysAsked: number;
  close(): Promise<void>;
}

export async function startPings(): Promise<PingServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    if (request.url === "/api/ciba/jwks") {
      state.keysAsked += 1;
      response.setHeader("content-type", "application/jwk-set+json");
      response.end(JSON.stringify({ keys: state.keys }));
      return;
    }
    state.pings.push({
      authorization: request.headers.authorization,
      body: JSON.parse(Buffer.concat(chunks).toString("utf8")),
    });
    response.writeHead(state.answer).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  const state: PingServer = {
    origin: `http://127.0.0.1:${address.port}`,
    pings: [],
    answer: 204,
    keys: [],
    keysAsked: 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return state;
}
