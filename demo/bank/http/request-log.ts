import type { FastifyReply, FastifyRequest } from "fastify";
import pino from "pino";

/** One JSON line per answer: what, for which client, how it ended. No token, name, IBAN or address. */
export function logAnswer(operationId: string, request: FastifyRequest, reply: FastifyReply): void {
  const client = request.principals?.caller?.clientId;
  const problem = request.problemCode;
  request.log.info(
    {
      operation: operationId,
      method: request.method,
      status: reply.statusCode,
      elapsed_ms: Math.round(reply.elapsedTime),
      ...(client ? { client } : {}),
      ...(problem ? { problem } : {}),
    },
    "bank.answered",
  );
}

/** Nothing of a request or an answer is serialised by accident: the serialisers are closed. */
export function bankLog(level: string) {
  return pino({
    level,
    base: { process: "bank" },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      req: () => undefined,
      res: () => undefined,
      err: (e: Error) => ({ error: e.name }),
    },
  });
}
