import { z } from "zod";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { Refusal } from "#lib/core/errors.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { database } from "../database.ts";
import type { OperatorContext } from "../session/operator-context.ts";
import { customerCard, type LookupRow } from "./customer-card.ts";

/** One look-up of this operator, as long as it allows a request. */
export async function readCustomer({
  ctx,
  input,
}: {
  ctx: OperatorContext;
  input: { lookupId: string };
}): Promise<CustomerCard> {
  const { lookupId } = z.object({ lookupId: z.uuid() }).parse(input);
  return customerCard(await usableLookup(ctx, lookupId), ctx.operator);
}

/** The look-up's row; refuses one that is not this operator's or too old. */
export async function usableLookup(ctx: OperatorContext, lookupId: string): Promise<LookupRow> {
  const row = await database()
    .selectFrom("lookups")
    .where("id", "=", lookupId)
    .where("operatorId", "=", ctx.operator.id)
    .selectAll()
    .executeTakeFirst();
  const ageMs = row ? Date.now() - row.createdAt.getTime() : Number.POSITIVE_INFINITY;
  if (!row || ageMs > consoleConfig().CONSOLE_LOOKUP_SECONDS * 1000)
    throw new Refusal("lookup_needed", "Look the customer up again: your last look-up is too old.");
  return row;
}
