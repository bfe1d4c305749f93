import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import pino from "pino";
import { z } from "zod";
import { readSeededPhone } from "#demo/start/seeded-phone.ts";
import { portalPage } from "./page.ts";

const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });

const settings = z
  .object({
    PORTAL_PORT: z.coerce.number().int(),
    PORTAL_CONSOLE_URL: z.url(),
    PORTAL_PHONE_URL: z.url(),
    PORTAL_PHONES_FOLDER: z.string(),
  })
  .parse(process.env);

const origin = `http://127.0.0.1:${settings.PORTAL_PORT}`;

const HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
};

const ASSETS: Record<string, { file: string; type: string }> = {
  "/portal.css": { file: "portal.css", type: "text/css; charset=utf-8" },
  "/hand-over.js": { file: "hand-over.js", type: "text/javascript; charset=utf-8" },
};

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    log.error({ error: (error as Error).message }, "portal.failed");
    send(response, 500, "text/plain", "The portal failed; its log says why.");
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A name that someone else points at this machine is not ours (DNS rebinding).
  if (request.headers.host !== new URL(origin).host) return send(response, 421, "text/plain", "");
  const path = new URL(request.url ?? "/", origin).pathname;
  if (request.method === "GET") {
    if (path === "/health") return send(response, 200, "text/plain", "ok");
    if (path === "/") return send(response, 200, "text/html; charset=utf-8", await page());
    const asset = ASSETS[path];
    if (asset) {
      return send(response, 200, asset.type, readFileSync(join(import.meta.dirname, asset.file)));
    }
  }
  const username = /^\/phones\/([a-z0-9.-]+)\/hand-over$/.exec(path)?.[1];
  if (request.method === "POST" && username) return handOver(request, response, username);
  send(response, 404, "text/plain", "There is nothing here.");
}

async function page(): Promise<string> {
  const { PORTAL_CONSOLE_URL: consoleUrl, PORTAL_PHONE_URL: phoneUrl } = settings;
  return portalPage({ consoleUrl, phoneUrl, hasPhone: (username) => !!phoneOf(username) });
}

function phoneOf(username: string) {
  return readSeededPhone(join(settings.PORTAL_PHONES_FOLDER, `${username}.json`));
}

/** Gives a persona's key to this page's own script, and to nobody else's. */
function handOver(request: IncomingMessage, response: ServerResponse, username: string): void {
  const { origin: from, "sec-fetch-site": site, "content-type": type } = request.headers;
  const own = from === origin && (site === undefined || site === "same-origin");
  if (!own || type !== "application/json") return send(response, 403, "text/plain", "Refused.");
  const phone = phoneOf(username);
  if (!phone) return send(response, 404, "text/plain", "This persona has no phone.");
  const { private_key_jwk, authenticator_id, device_id, session } = phone;
  const message = {
    type: "countersign-adopt",
    private_key_jwk,
    authenticator_id,
    device_id,
    session,
  };
  send(response, 200, "application/json", JSON.stringify(message));
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { ...HEADERS, "content-type": type });
  response.end(body);
}

server.listen(settings.PORTAL_PORT, "127.0.0.1", () => log.info("portal.ready"));
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
