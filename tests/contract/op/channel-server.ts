import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

export interface ChannelCall {
  /** The JWT by which the device may decide. */
  bearer: string;
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown>;
}

/** What the channel does with a call: answers a status, keeps silent, or breaks the connection. */
export type Behaviour = number | "silent" | "broken" | ((call: ChannelCall) => Promise<number>);

export interface ChannelServer {
  url: string;
  calls: ChannelCall[];
  /** 201 unless told otherwise; lasts until told again. */
  behave(behaviour: Behaviour): void;
  /** The next call that comes, or the last one that came after `from` calls. */
  call(from: number): Promise<ChannelCall>;
  close(): Promise<void>;
}

/** Stands in for the device zone's end of the HTTP authentication channel. */
export async function startChannel(port = 0): Promise<ChannelServer> {
  let behaviour: Behaviour = 201;
  const calls: ChannelCall[] = [];
  const silent = new Set<ServerResponse>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const call = {
      bearer: (request.headers.authorization ?? "").replace(/^Bearer /, ""),
      headers: request.headers,
      body: JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>,
    };
    calls.push(call);
    if (behaviour === "silent") {
      silent.add(response);
      return;
    }
    if (behaviour === "broken") {
      response.destroy();
      return;
    }
    const status = typeof behaviour === "number" ? behaviour : await behaviour(call);
    response.writeHead(status).end();
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  return {
    url: `http://127.0.0.1:${address.port}/api/ciba/channel`,
    calls,
    behave(next) {
      behaviour = next;
    },
    async call(from) {
      for (let tries = 0; tries < 250; tries += 1) {
        const found = calls[from];
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error("the channel was not called");
    },
    async close() {
      for (const response of silent) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
