import { callback, post } from "./ciba-client.ts";
import { ask, asked, decide, type Observation, pollOf, seen } from "./parity-target.ts";

/** The device's decision. */
export const callbackObservations: readonly Observation[] = [
  ...(["SUCCEED", "UNAUTHORIZED", "CANCELLED"] as const).map(
    (status): Observation => ({
      name: `callback: ${status}`,
      async run(op) {
        const { authReqId, call } = await asked(op);
        return {
          callback: seen(await decide(op, call, status)),
          poll: seen(await pollOf(op, authReqId)),
        };
      },
    }),
  ),
  {
    name: "callback: inside the channel call, before the 201",
    async run(op) {
      let early = 0;
      op.channel.behave(async (call) => {
        early = (await decide(op, call, "SUCCEED")).status;
        return 201;
      });
      const reply = await ask(op);
      op.channel.behave(201);
      return { early, request: reply.status, poll: seen(await pollOf(op, reply.body.auth_req_id)) };
    },
  },
  second("SUCCEED", "SUCCEED"),
  second("SUCCEED", "UNAUTHORIZED"),
  second("UNAUTHORIZED", "SUCCEED"),
  second("CANCELLED", "SUCCEED"),
  {
    name: "callback: three at once",
    async run(op) {
      const { authReqId, call } = await asked(op);
      const replies = await Promise.all([
        decide(op, call, "SUCCEED"),
        decide(op, call, "SUCCEED"),
        decide(op, call, "SUCCEED"),
      ]);
      return {
        statuses: replies.map(({ status }) => status).sort(),
        poll: seen(await pollOf(op, authReqId)),
      };
    },
  },
  {
    name: "callback: after the tokens were fetched",
    async run(op) {
      const { authReqId, call } = await asked(op);
      await decide(op, call, "SUCCEED");
      await pollOf(op, authReqId);
      return seen(await decide(op, call, "UNAUTHORIZED"));
    },
  },
  {
    name: "callback: without a bearer",
    run: async (op) => seen(await callback(op.callbackUrl, undefined, { status: "SUCCEED" })),
  },
  {
    name: "callback: a forged bearer",
    async run(op) {
      const { authReqId, call } = await asked(op);
      const [header, payload, signature = ""] = call.bearer.split(".");
      const first = signature.startsWith("A") ? "B" : "A";
      const forged = `${header}.${payload}.${first}${signature.slice(1)}`;
      return {
        callback: seen(await callback(op.callbackUrl, forged, { status: "SUCCEED" })),
        poll: seen(await pollOf(op, authReqId)),
      };
    },
  },
  {
    name: "callback: an access token as bearer",
    async run(op) {
      const token = await post(op.customerIssuer, "token", op.device, {
        grant_type: "client_credentials",
        scope: "bank:device",
      });
      const bearer = String(token.body.access_token);
      return seen(await callback(op.callbackUrl, bearer, { status: "SUCCEED" }));
    },
  },
  {
    name: "callback: a status that is none",
    async run(op) {
      const { authReqId, call } = await asked(op);
      const { status } = await decide(op, call, "MAYBE");
      return { callback: status, poll: seen(await pollOf(op, authReqId)) };
    },
  },
];

function second(first: string, then: string): Observation {
  return {
    name: `callback: ${first}, then ${then}`,
    async run(op) {
      const { authReqId, call } = await asked(op);
      const before = (await decide(op, call, first)).status;
      const after = (await decide(op, call, then)).status;
      return { first: before, second: after, poll: seen(await pollOf(op, authReqId)) };
    },
  };
}
