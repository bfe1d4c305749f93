import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { join } from "node:path";
import { log } from "#lib/platform/log.ts";
import type { Database } from "./database/open.ts";
import { isTls, tlsOptions } from "./http/tls.ts";
import type { Issuer } from "./issuer.ts";
import { securityHeaders } from "./pages/send.ts";
import type { Settings } from "./settings.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/**
 * HTTP for both issuers, `/health` and the pages' style sheet; and, where it is set up, the same over
 * TLS for clients with a certificate.
 */
export async function createOpServers(options: {
  settings: Settings;
  database: Database;
  issuers: readonly Issuer[];
}): Promise<{ server: Server; port: number }[]> {
  const { database, issuers, settings } = options;
  const base = new URL(settings.baseUrl);
  const tlsBase = new URL(settings.tls?.baseUrl ?? settings.baseUrl);
  const headers = securityHeaders([settings.consoleUrl, settings.phoneUrl]);
  const styles = await readFile(join(import.meta.dirname, "pages/sign-in.css"));
  const mounted = issuers.map((issuer): [string, Handler] => [
    `/${issuer.name}`,
    mount(`/${issuer.name}`, (request) => (isTls(request) ? tlsBase : base), issuer.provider),
  ]);

  const handle: Handler = async (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const issuer = mounted.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
    if (issuer) return issuer[1](request, response);
    if (path === "/health") return answerHealth(database, response);
    if (path === "/assets/sign-in.css") {
      response.writeHead(200, { "content-type": "text/css; charset=utf-8" });
      response.end(styles);
      return;
    }
    answerJson(response, 404, { error: "not_found" });
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    Promise.resolve(handle(request, response)).catch((error: unknown) => {
      log.error("op.failed", { error });
      if (!response.headersSent) answerJson(response, 500, { error: "server_error" });
    });
  };
  return [
    { server: createServer(listener), port: settings.port },
    ...(settings.tls
      ? [
          {
            server: createTlsServer(tlsOptions(settings.tls), listener),
            port: settings.tls.port,
          },
        ]
      : []),
  ];
}

/**
 * Below its prefix a provider sees its own paths. Addresses in its answers are made from the
 * request's host: it is set to ours, whatever the caller wrote.
 */
function mount(
  prefix: string,
  baseOf: (request: IncomingMessage) => URL,
  provider: Issuer["provider"],
): Handler {
  const callback: Handler = provider.callback();
  return (request, response) => {
    const base = baseOf(request);
    const mountable = request as IncomingMessage & { originalUrl?: string };
    mountable.originalUrl = request.url ?? "/";
    request.url = mountable.originalUrl.slice(prefix.length).replace(/^(?!\/)/, "/");
    request.headers.host = base.host;
    request.headers["x-forwarded-proto"] = base.protocol.slice(0, -1);
    delete request.headers["x-forwarded-host"];
    return callback(request, response);
  };
}

async function answerHealth(database: Database, response: ServerResponse): Promise<void> {
  try {
    await database.query("select 1", []);
    answerJson(response, 200, { status: "ok" });
  } catch (error) {
    log.warn("op.health", { error });
    answerJson(response, 503, { status: "database_unreachable" });
  }
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
