import { poll, wait } from "./ciba-client.ts";
import { afterInterval, asked, decide, type Observation, pollOf, seen } from "./parity-target.ts";

/** Token requests. */
export const pollObservations: readonly Observation[] = [
  {
    name: "poll: pending, too soon, in time",
    async run(op) {
      const { authReqId } = await asked(op);
      const first = seen(await pollOf(op, authReqId));
      const tooSoon = seen(await pollOf(op, authReqId));
      await afterInterval(op);
      return { first, tooSoon, inTime: seen(await pollOf(op, authReqId)) };
    },
  },
  {
    name: "poll: too soon does not move the window",
    async run(op) {
      const { authReqId } = await asked(op);
      await pollOf(op, authReqId);
      await wait(op.intervalSeconds * 500);
      const tooSoon = seen(await pollOf(op, authReqId));
      await wait(op.intervalSeconds * 500 + 250);
      return { tooSoon, inTime: seen(await pollOf(op, authReqId)) };
    },
  },
  {
    name: "poll: too soon although approved, then tokens",
    async run(op) {
      const { authReqId, call } = await asked(op);
      await pollOf(op, authReqId);
      await decide(op, call, "SUCCEED");
      const tooSoon = seen(await pollOf(op, authReqId));
      await afterInterval(op);
      return { tooSoon, inTime: (await pollOf(op, authReqId)).status };
    },
  },
  {
    name: "poll: again after the tokens",
    async run(op) {
      const { authReqId, call } = await asked(op);
      await decide(op, call, "SUCCEED");
      const first = (await pollOf(op, authReqId)).status;
      await afterInterval(op);
      return { first, again: seen(await pollOf(op, authReqId)) };
    },
  },
  {
    name: "poll: again after a denial",
    async run(op) {
      const { authReqId, call } = await asked(op);
      await decide(op, call, "UNAUTHORIZED");
      const first = seen(await pollOf(op, authReqId));
      await afterInterval(op);
      return { first, again: seen(await pollOf(op, authReqId)) };
    },
  },
  {
    name: "poll: five at once of an approved request",
    async run(op) {
      const { authReqId, call } = await asked(op);
      await decide(op, call, "SUCCEED");
      const replies = await Promise.all([1, 2, 3, 4, 5].map(() => pollOf(op, authReqId)));
      return replies.filter(({ status }) => status === 200).length;
    },
  },
  {
    name: "poll: of an unknown request",
    run: async (op) => seen(await pollOf(op, "there-is-no-such-request")),
  },
  {
    name: "poll: by another client",
    async run(op) {
      const { authReqId } = await asked(op);
      return seen(await poll(op.customerIssuer, op.device, authReqId));
    },
  },
  {
    name: "poll: wrong client secret",
    async run(op) {
      const { authReqId } = await asked(op);
      const wrong = { ...op.console, secret: "wrong" };
      return seen(await poll(op.customerIssuer, wrong, authReqId));
    },
  },
  {
    name: "poll: expired",
    async run(op) {
      if (!op.honoursRequestedExpiry) return "not waited for";
      const { authReqId, call } = await asked(op, { requested_expiry: "1" });
      await wait(1_500);
      const first = seen(await pollOf(op, authReqId));
      const again = seen(await pollOf(op, authReqId));
      return { first, again, decision: (await decide(op, call, "SUCCEED")).status };
    },
  },
];
