import type { FollowSnapshot } from "#lib/core/contracts/follow.ts";
import { type RequestView, requestResult } from "#lib/core/contracts/request.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { unseal } from "#lib/platform/seal.ts";
import type { Operator } from "../session/read-session.ts";
import { type RequestRow, sealedIn } from "./transition.ts";

const RELEASED_VISIBLE_MS = 15 * 60 * 1000;

/**
 * A row as a viewer may see it. The released fields and the balance are for the operator who asked,
 * for a quarter of an hour; everybody else sees the reference only.
 */
export async function requestView(
  row: RequestRow,
  viewer: Operator,
  now: Date = new Date(),
): Promise<RequestView> {
  const mine = row.operatorId === viewer.id;
  const result = await visibleResult(row, mine, now);
  return {
    id: row.id,
    version: row.version,
    flow: row.flow,
    state: row.state,
    execution: row.execution,
    customerName: result?.customerName ?? row.customerName,
    customerLanguage: row.customerLanguage,
    operatorName: row.operatorName,
    operatorIsMe: mine,
    branchName: row.branchName,
    contact: row.contact,
    summary: row.summary,
    ...(row.amountMinor !== null && row.currency !== null
      ? { amount: { amount_minor: row.amountMinor, currency: row.currency } }
      : {}),
    checkCode: row.checkCode,
    bindingMessage: row.bindingMessage,
    createdAt: row.createdAt.toISOString(),
    ...at("sentAt", row.sentAt),
    ...at("deadlineAt", row.deadlineAt),
    ...at("endedAt", row.endedAt),
    pollCount: row.pollCount,
    ...(row.state === "pending" ? at("nextPollAt", row.nextPollAt) : {}),
    ...(row.intervalSeconds === null ? {} : { intervalSeconds: row.intervalSeconds }),
    delivery: delivery(row.delivery),
    ...(row.declineReason ? { declineReason: row.declineReason } : {}),
    ...(row.failureReason ? { failureReason: row.failureReason } : {}),
    ...(row.failureDetail ? { failureDetail: row.failureDetail } : {}),
    ...nextAllowed(row),
    ...(result ? { result } : {}),
    serverNow: now.toISOString(),
  };
}

function at<Name extends string>(name: Name, value: Date | null): { [Key in Name]?: string } {
  return (value ? { [name]: value.toISOString() } : {}) as { [Key in Name]?: string };
}

function delivery(said: Partial<FollowSnapshot>): RequestView["delivery"] {
  return {
    notifications: said.notifications ?? 0,
    ...(said.state ? { state: said.state } : {}),
    ...(said.received_at ? { receivedAt: said.received_at } : {}),
    ...(said.notified_at ? { notifiedAt: said.notified_at } : {}),
    ...(said.opened_at ? { openedAt: said.opened_at } : {}),
    ...(said.decided_at ? { decidedAt: said.decided_at } : {}),
    ...(said.failure ? { failure: said.failure } : {}),
  };
}

function nextAllowed(row: RequestRow): { nextAllowedAt?: string } {
  if (row.state !== "denied" || row.declineReason === "no_device" || !row.endedAt) return {};
  const pauseMs = consoleConfig().CONSOLE_DECLINE_PAUSE_SECONDS * 1000;
  return { nextAllowedAt: new Date(row.endedAt.getTime() + pauseMs).toISOString() };
}

async function visibleResult(
  row: RequestRow,
  mine: boolean,
  now: Date,
): Promise<RequestView["result"]> {
  if (row.resultSealed === null) return undefined;
  const whole = requestResult.parse(
    JSON.parse(
      await unseal(
        consoleConfig().CONSOLE_SEALING_KEYS,
        row.resultSealed,
        sealedIn("result", row.id),
      ),
    ),
  );
  const fresh = row.endedAt !== null && now.getTime() - row.endedAt.getTime() < RELEASED_VISIBLE_MS;
  if (mine && fresh) return whole;
  const { balanceAfter: _balance, released: _released, customerName: _name, ...rest } = whole;
  return rest;
}
