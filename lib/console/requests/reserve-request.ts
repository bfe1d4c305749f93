import { Refusal } from "#lib/core/errors.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { sha256 } from "#lib/platform/random.ts";
import { database } from "../database.ts";
import { limitRefusal } from "../policy/limit-refusal.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import type { RequestRow } from "./transition.ts";

/**
 * Transaction 1 of a request: state `requested`, its event and audit line, under the limits that
 * the database enforces. Nothing has left the house yet. A request id used before by the same
 * operator answers its row with `fresh: false` (a double click is one request). Of the notification
 * token (ping, push) only the hash is kept.
 */
export async function reserveRequest(
  ctx: OperatorContext,
  input: { requestId: string; lookupId: string; orderId: string },
  notificationToken?: string,
): Promise<{ row: RequestRow; fresh: boolean; loginHint: string }> {
  const config = consoleConfig();
  try {
    return await transact(database(), async (transaction, audit) => {
      const lookup = await transaction
        .selectFrom("lookups")
        .where("id", "=", input.lookupId)
        .where("operatorId", "=", ctx.operator.id)
        .selectAll()
        .executeTakeFirst();
      const known = await transaction
        .selectFrom("requests")
        .where("id", "=", input.requestId)
        .selectAll()
        .executeTakeFirst();
      if (known) {
        if (known.operatorId !== ctx.operator.id)
          throw new Refusal("not_found", "There is no such request.", { status: 404 });
        return { row: known, fresh: false, loginHint: lookup?.loginHint ?? "" };
      }
      if (!lookup)
        throw new Refusal("lookup_needed", "Look the customer up again before you ask.", {
          status: 409,
        });
      const quote = await transaction
        .selectFrom("quotes")
        .where("orderId", "=", input.orderId)
        .where("operatorId", "=", ctx.operator.id)
        .where("lookupId", "=", input.lookupId)
        .selectAll()
        .executeTakeFirst();
      if (!quote)
        throw new Refusal("quote_needed", "Check the order with the bank again before you ask.", {
          status: 409,
        });
      const row = await transaction
        .insertInto("requests")
        .values({
          id: input.requestId,
          flow: quote.flow,
          operatorId: ctx.operator.id,
          operatorName: ctx.operator.name,
          branchId: quote.branchId,
          branchName: quote.branchName,
          lookupId: lookup.id,
          contact: lookup.contact,
          caseNumber: lookup.caseNumber,
          customerSub: lookup.customerSub,
          customerName: lookup.customerName,
          customerLanguage: lookup.language,
          issuer: config.CONSOLE_CUSTOMER_ISSUER,
          clientId: config.CONSOLE_CIBA_CLIENT_ID,
          orderId: quote.orderId,
          orderDigest: quote.orderDigest,
          checkCode: quote.checkCode,
          bindingMessage: quote.bindingMessage,
          summary: quote.summary,
          amountMinor: quote.amountMinor,
          currency: quote.currency,
          notificationTokenHash: notificationToken ? sha256(notificationToken) : null,
          delivery: "{}",
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await transaction
        .insertInto("requestEvents")
        .values({ requestId: row.id, version: 1, kind: "requested", note: null })
        .execute();
      audit({
        actor: `operator:${ctx.operator.id}`,
        action: "request.reserved",
        subject: `request:${row.id}`,
        data: {
          order: row.orderId,
          flow: row.flow,
          customer: row.customerSub,
          digest: row.orderDigest,
        },
      });
      return { row, fresh: true, loginHint: lookup.loginHint };
    });
  } catch (error) {
    // Two clicks at the same instant: the other one's row is there now.
    const twin = await ownRequest(ctx, input.requestId);
    if (twin) return { row: twin, fresh: false, loginHint: "" };
    throw await limitRefusal(error, ctx, input);
  }
}

/** A request of this operator by id, whatever its state. */
export function ownRequest(
  ctx: OperatorContext,
  requestId: string,
): Promise<RequestRow | undefined> {
  return database()
    .selectFrom("requests")
    .where("id", "=", requestId)
    .where("operatorId", "=", ctx.operator.id)
    .selectAll()
    .executeTakeFirst();
}
