import { sql } from "kysely";
import { z } from "zod";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { contact } from "#lib/core/contracts/order.ts";
import { Refusal } from "#lib/core/errors.ts";
import { askingRoles } from "#lib/core/operators/roles.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { transact } from "#lib/platform/database/audit.ts";
import { bankRefusal } from "../bank/call-bank.ts";
import { searchCustomers } from "../bank/search-customers.ts";
import { database } from "../database.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { operatorToken } from "../session/operator-token.ts";
import { requireRole } from "../session/require-role.ts";
import { customerCard } from "./customer-card.ts";

const findInput = z
  .object({
    query: z
      .string()
      .trim()
      .min(
        3,
        "Type at least three characters: an account number, a name, a phone number or an e-mail.",
      )
      .max(100, "Shorten the search to 100 characters."),
    reason: contact,
    caseNumber: z.string().trim().max(40).optional(),
  })
  .refine((input) => input.reason !== "case" || input.caseNumber, {
    path: ["caseNumber"],
    message: "Enter the case number.",
  });

/**
 * Finds customers in the bank's directory, with a reason. Each one found is a look-up of its own:
 * the right to ask that customer for a while. Every search counts against browsing; what was typed
 * is not kept.
 */
export async function findCustomer({
  ctx,
  input,
}: {
  ctx: OperatorContext;
  input: z.input<typeof findInput>;
}): Promise<{ customers: CustomerCard[]; more: boolean }> {
  requireRole(ctx.operator, askingRoles);
  const wanted = findInput.parse(input);
  const token = await operatorToken(ctx);
  await countSearch(ctx);
  const found = await searchCustomers({
    operatorToken: token,
    query: wanted.query,
    contact: wanted.reason,
    caseNumber: wanted.caseNumber,
  }).catch((error) => {
    throw bankRefusal(error, { query: "query", case_number: "caseNumber", reason: "reason" });
  });
  const rows = await transact(database(), async (transaction, audit) => {
    if (found.customers.length === 0) {
      audit({
        actor: `operator:${ctx.operator.id}`,
        action: "customer.not-found",
        subject: `operator:${ctx.operator.id}`,
        data: { reason: wanted.reason },
      });
      return [];
    }
    const inserted = await transaction
      .insertInto("lookups")
      .values(
        found.customers.map((customer) => ({
          operatorId: ctx.operator.id,
          customerId: customer.customer_id,
          customerSub: customer.sub,
          loginHint: customer.login_hint,
          customerName: customer.masked_name,
          language: customer.language,
          status: customer.status,
          hasPhone: customer.has_phone,
          accounts: JSON.stringify(
            customer.accounts.map((account) => ({
              accountId: account.account_id,
              kind: account.kind,
              currency: account.currency,
              maskedIban: account.masked_iban,
              status: account.status,
            })),
          ),
          matchedBy: customer.matched_by,
          contact: wanted.reason,
          caseNumber: wanted.caseNumber || null,
        })),
      )
      .returningAll()
      .execute();
    for (const row of inserted)
      audit({
        actor: `operator:${ctx.operator.id}`,
        action: "customer.found",
        subject: `lookup:${row.id}`,
        data: { customer: row.customerSub, reason: wanted.reason, by: row.matchedBy },
      });
    return inserted;
  });
  return {
    customers: await Promise.all(rows.map((row) => customerCard(row, ctx.operator))),
    more: found.more,
  };
}

/** Counts this search and refuses when there were too many in the last minute (one lock an operator). */
async function countSearch(ctx: OperatorContext): Promise<void> {
  const limit = consoleConfig().CONSOLE_MAX_LOOKUPS_PER_MINUTE;
  const oldest = await database()
    .transaction()
    .execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${ctx.operator.id}, 2))`.execute(
        transaction,
      );
      const recent = await transaction
        .selectFrom("searches")
        .where("operatorId", "=", ctx.operator.id)
        .where("at", ">", sql<Date>`now() - interval '1 minute'`)
        .orderBy("at", "desc")
        .limit(limit)
        .select("at")
        .execute();
      if (recent.length >= limit) return recent.at(-1)?.at;
      await transaction.insertInto("searches").values({ operatorId: ctx.operator.id }).execute();
      return undefined;
    });
  if (oldest)
    throw new Refusal(
      "too_many_searches",
      "That was many searches in a short time. Pause for a moment, then go on.",
      {
        status: 429,
        retryAt: new Date(oldest.getTime() + 60_000),
      },
    );
}
