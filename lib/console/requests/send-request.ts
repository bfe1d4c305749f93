import { sql } from "kysely";
import { z } from "zod";
import { orderId } from "#lib/core/contracts/order.ts";
import type { FailureReason, RequestView } from "#lib/core/contracts/request.ts";
import { Refusal } from "#lib/core/errors.ts";
import { findFlow } from "#lib/core/flows/catalogue.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { bossIn } from "#lib/platform/jobs/boss.ts";
import { log } from "#lib/platform/log.ts";
import { randomToken, sha256 } from "#lib/platform/random.ts";
import { seal } from "#lib/platform/seal.ts";
import { openOrder } from "../bank/bank-orders.ts";
import { BankRefusal } from "../bank/call-bank.ts";
import { database } from "../database.ts";
import { jobs } from "../engine/jobs.ts";
import { pollDelaySeconds } from "../engine/poll-delay.ts";
import { POLL, pollExpirySeconds } from "../engine/queues.ts";
import type { AuthenticationRequest } from "../op/authentication-parameters.ts";
import { OpFailure } from "../op/op-failure.ts";
import { type Acknowledgement, requestAuthentication } from "../op/request-authentication.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { operatorToken } from "../session/operator-token.ts";
import { requireRole } from "../session/require-role.ts";
import { failRequest } from "./fail-request.ts";
import { requestView } from "./request-view.ts";
import { ownRequest, reserveRequest } from "./reserve-request.ts";
import { type RequestRow, sealedIn, transition } from "./transition.ts";

const sendInput = z.object({ requestId: z.uuid(), lookupId: z.uuid(), orderId });

/**
 * Asks the customer: reserve, open the order at the bank, send the CIBA request, acknowledge. Each
 * step that fails ends the request with a reason; whatever may have got out is taken back by a job.
 * Throws `Refusal` before anything was reserved; afterwards answers the request as it stands.
 */
export async function sendRequest({
  ctx,
  input,
}: {
  ctx: OperatorContext;
  input: z.input<typeof sendInput>;
}): Promise<RequestView> {
  const wanted = sendInput.parse(input);
  const known = await ownRequest(ctx, wanted.requestId);
  if (known) return requestView(known, ctx.operator);
  const quoted = await database()
    .selectFrom("quotes")
    .where("orderId", "=", wanted.orderId)
    .select(["flow", sql<boolean>`expires_at <= now()`.as("isOver")])
    .executeTakeFirst();
  const flow = quoted && findFlow(quoted.flow);
  if (!flow || quoted.isOver)
    throw new Refusal("quote_needed", "The bank's check has run out. Check the order again.");
  requireRole(ctx.operator, flow.roles);
  const token = await operatorToken(ctx);
  const notificationToken =
    consoleConfig().CONSOLE_CIBA_DELIVERY === "poll" ? undefined : randomToken(32);
  const { row, fresh, loginHint } = await reserveRequest(ctx, wanted, notificationToken);
  if (!fresh) return requestView(row, ctx.operator);

  const opened = await openAtBank(row, token);
  if (opened) return requestView(opened, ctx.operator);

  const asked = await askOp(row, {
    scopes: flow.scopes,
    loginHint,
    customerSub: row.customerSub,
    bindingMessage: row.bindingMessage,
    order: row.orderId,
    digest: row.orderDigest,
    expirySeconds: flow.expirySeconds,
    notificationToken,
  });
  if ("failed" in asked) return requestView(asked.failed, ctx.operator);
  return requestView(await acknowledge(row, asked, flow.expirySeconds), ctx.operator);
}

/** Opens the order; on failure ends the request and answers its row. */
async function openAtBank(row: RequestRow, token: string): Promise<RequestRow | undefined> {
  try {
    await openOrder({ operatorToken: token, orderId: row.orderId, idempotencyKey: row.id });
    return undefined;
  } catch (error) {
    const said = error instanceof BankRefusal ? error.problem : undefined;
    log.warn("request.order-not-opened", { requestId: row.id, error });
    return failRequest(
      row.id,
      said ? "bank_refused" : "bank_unreachable",
      said?.detail ?? said?.title,
    );
  }
}

async function askOp(
  row: RequestRow,
  request: AuthenticationRequest,
): Promise<Acknowledgement | { failed: RequestRow }> {
  try {
    return await requestAuthentication(request);
  } catch (error) {
    const reason: FailureReason = error instanceof OpFailure ? error.reason : "op_bad_answer";
    log.warn("request.not-acknowledged", { requestId: row.id, reason, error });
    return { failed: await failRequest(row.id, reason) };
  }
}

/** Transaction 2: `pending`, event, audit line and the poll job together, or none of them. */
async function acknowledge(
  row: RequestRow,
  answer: Acknowledgement,
  expirySeconds: number,
): Promise<RequestRow> {
  const sealed = await seal(
    consoleConfig().CONSOLE_SEALING_KEYS,
    answer.authReqId,
    sealedIn("auth_req_id", row.id),
  );
  const boss = await jobs();
  const delay = pollDelaySeconds(answer.intervalSeconds);
  return transact(database(), async (transaction, audit) => {
    const lifetimeSeconds = Math.min(answer.expiresInSeconds, expirySeconds);
    const pending = await transition(transaction, {
      requestId: row.id,
      from: ["requested"],
      set: {
        state: "pending",
        authReqIdSealed: sealed,
        authReqIdHash: sha256(answer.authReqId),
        intervalSeconds: answer.intervalSeconds,
        sentAt: sql<Date>`now()`,
        deadlineAt: sql<Date>`now() + make_interval(secs => ${lifetimeSeconds})`,
        nextPollAt: delay === undefined ? null : sql<Date>`now() + make_interval(secs => ${delay})`,
      },
      event: "acknowledged",
    });
    if (!pending)
      return transaction
        .selectFrom("requests")
        .where("id", "=", row.id)
        .selectAll()
        .executeTakeFirstOrThrow();
    if (delay !== undefined)
      await boss.send(
        POLL,
        { requestId: row.id },
        {
          id: row.id,
          // A ping that came before this transaction is not lost: the first poll follows the interval.
          startAfter: pending.pingedAt ? answer.intervalSeconds : delay,
          retryDelay: delay,
          expireInSeconds: pollExpirySeconds(),
          db: bossIn(transaction),
        },
      );
    audit({
      actor: `operator:${row.operatorId}`,
      action: "request.acknowledged",
      subject: `request:${row.id}`,
      data: { interval: answer.intervalSeconds, lifetime: lifetimeSeconds },
    });
    return pending;
  });
}
