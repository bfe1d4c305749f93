import { randomUUID } from "node:crypto";
import type { ServerOptions } from "node:https";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { authorise } from "./auth/authorise.ts";
import { type Principals, principalVerifiers } from "./auth/principals.ts";
import type { Handler } from "./call.ts";
import { loadContract, type Operation } from "./contract/load-contract.ts";
import type { BankDatabase } from "./database/open.ts";
import { handlers } from "./handlers.ts";
import { answerError } from "./http/answer-error.ts";
import { Faults } from "./http/faults.ts";
import { refuse } from "./http/refuse.ts";
import { bankLog, logAnswer } from "./http/request-log.ts";
import type { BankSettings } from "./settings.ts";

declare module "fastify" {
  interface FastifyRequest {
    principals?: Principals;
    /** Code of the problem that was answered, for the log. */
    problemCode?: string;
  }
}

/** Builds the server from openapi.yaml: an operation without a handler, or the reverse, throws. */
export function buildServer(
  settings: BankSettings,
  db: BankDatabase,
  https?: ServerOptions,
): FastifyInstance {
  const server: FastifyInstance = Fastify({
    ...(https ? { https } : {}),
    loggerInstance: bankLog(settings.logLevel) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 32_768,
    forceCloseConnections: "idle",
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: false,
        useDefaults: true,
        discriminator: true,
        strict: true,
        // A discriminated union names its property where the alternatives define it.
        strictRequired: false,
      },
    },
  });
  const faults = new Faults();
  const verifiers = principalVerifiers(settings);
  server.decorateRequest("principals");
  server.decorateRequest("problemCode");
  server.setErrorHandler(answerError);
  server.setNotFoundHandler(() => {
    throw refuse("not_found", "Look into openapi.yaml for what there is.");
  });
  let closing = false;
  server.addHook("preClose", async () => {
    closing = true;
  });
  server.addHook("onSend", async (request, reply, payload) => {
    reply.header("cache-control", "no-store");
    // FAPI: the caller's id of this interaction comes back, or one of ours.
    reply.header("x-fapi-interaction-id", interactionId(request));
    // A connection kept alive after its last answer would hold up the end of the process.
    if (closing) reply.header("connection", "close");
    return payload;
  });
  const operations = loadContract();
  const missing = Object.keys(handlers).filter((id) => !operations.some((each) => each.id === id));
  if (missing.length > 0) throw new Error(`openapi.yaml does not describe ${missing.join(", ")}`);
  for (const operation of operations) {
    if (operation.id === "setFault" && !settings.faults) continue;
    const handle = handlerOf(operation);
    addRoute(server, operation, async (request: FastifyRequest, reply: FastifyReply) => {
      await faults.before(operation.id, request);
      const answer = await handle({
        db,
        settings,
        faults,
        principals: request.principals ?? {},
        params: request.params as Record<string, string>,
        query: request.query as Record<string, string>,
        headers: request.headers as Record<string, string>,
        body: request.body,
      });
      return answer === undefined ? reply.code(204).send() : reply.send(answer);
    });
  }
  return server;

  function addRoute(
    to: FastifyInstance,
    operation: Operation,
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ) {
    to.route({
      method: operation.method,
      url: operation.url,
      schema: operation.schema,
      // Before the body is read: who may not come in learns nothing of its rules.
      onRequest: async (request) => {
        request.principals = await authorise(operation, verifiers, request);
      },
      onSend: async (request, reply, payload) => {
        faults.beforeAnswer(request, reply);
        return payload;
      },
      onResponse: async (request, reply) => logAnswer(operation.id, request, reply),
      handler,
    });
  }
}

function interactionId(request: FastifyRequest): string {
  const sent = request.headers["x-fapi-interaction-id"];
  return typeof sent === "string" && /^[0-9a-f-]{36}$/i.test(sent) ? sent : randomUUID();
}

function handlerOf(operation: Operation): Handler {
  const handler = handlers[operation.id];
  if (!handler) throw new Error(`${operation.id} has no handler`);
  return handler;
}
