import {
  type FollowSnapshot,
  followSnapshot,
  type WithdrawReason,
} from "#lib/core/contracts/follow.ts";
import { Refusal } from "#lib/core/errors.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { CallFailure, call } from "#lib/platform/http/call.ts";
import { forgetOwnTokens, ownToken } from "../op/own-token.ts";

/** The device zone is a neighbour: an answer later than this is none. */
const DEVICE_DEADLINE_MS = 3_000;

async function ask(
  method: "GET" | "POST",
  orderId: string,
  verb: string,
  json?: unknown,
): Promise<FollowSnapshot | undefined> {
  const answer = await call({
    method,
    url: `${consoleConfig().CONSOLE_DEVICE_URL}/api/follow/${encodeURIComponent(orderId)}${verb}`,
    headers: { authorization: `Bearer ${await ownToken("device:follow")}` },
    ...(json === undefined ? {} : { json }),
    deadlineMs: DEVICE_DEADLINE_MS,
  });
  if (answer.status === 404) return undefined;
  if (answer.status === 401) forgetOwnTokens();
  if (answer.status === 429 || (answer.status === 409 && verb === "/notify"))
    throw new Refusal(
      "renotify_limit",
      "The customer was reminded often enough for this question.",
      {
        status: 429,
      },
    );
  if (answer.status >= 300)
    throw new CallFailure("no_answer", `the device zone answered ${answer.status}`);
  return followSnapshot.parse(answer.body);
}

/** The device's word on an order now; `undefined` when no such question has reached it. */
export const readDelivery = (orderId: string) => ask("GET", orderId, "");

/** Takes the question back from the phone; remembered there when it has not arrived yet. */
export const withdrawQuestion = (orderId: string, reason: WithdrawReason) =>
  ask("POST", orderId, "/withdraw", { reason });

/** Tells the customer's phones once more about the same question. */
export const notifyAgain = (orderId: string) => ask("POST", orderId, "/notify", {});
