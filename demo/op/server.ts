import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { log } from "#lib/platform/log.ts";
import type { Database } from "./database/open.ts";
import type { Issuer } from "./issuer.ts";
import { securityHeaders } from "./pages/send.ts";
import type { Settings } from "./settings.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** One HTTP server for both issuers, `/health` and the pages' style sheet. */
export async function createOpServer(options: {
  settings: Settings;
  database: Database;
  issuers: readonly Issuer[];
}): Promise<Server> {
  const { database, issuers, settings } = options;
  const base = new URL(settings.baseUrl);
  const headers = securityHeaders([settings.consoleUrl, settings.phoneUrl]);
  const styles = await readFile(join(import.meta.dirname, "pages/sign-in.css"));
  const mounted = issuers.map((issuer): [string, Handler] => [
    `/${issuer.name}`,
    mount(`/${issuer.name}`, base, issuer.provider.callback()),
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
  return createServer((request, response) => {
    Promise.resolve(handle(request, response)).catch((error: unknown) => {
      log.error("op.failed", { error });
      if (!response.headersSent) answerJson(response, 500, { error: "server_error" });
    });
  });
}

/**
 * Below its prefix a provider sees its own paths. Addresses in its answers are made from the
 * request's host: it is set to ours, whatever the caller wrote.
 */
function mount(prefix: string, base: URL, callback: Handler): Handler {
  return (request, response) => {
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
