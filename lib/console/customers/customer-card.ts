import { type Selectable, sql } from "kysely";
import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { type ConsoleDatabase, database } from "../database.ts";
import { openRequestOf } from "../requests/open-request-of.ts";
import type { Operator } from "../session/read-session.ts";

export type LookupRow = Selectable<ConsoleDatabase["lookups"]>;

/** A look-up as the operator sees it, with what is possible now for this customer. */
export async function customerCard(row: LookupRow, viewer: Operator): Promise<CustomerCard> {
  const config = consoleConfig();
  const [pending, nextAllowedAt] = await Promise.all([
    openRequestOf(row.customerSub, viewer),
    nextAllowed(row.customerSub),
  ]);
  return {
    lookupId: row.id,
    lookedUpAt: row.createdAt.toISOString(),
    usableUntil: new Date(
      row.createdAt.getTime() + config.CONSOLE_LOOKUP_SECONDS * 1000,
    ).toISOString(),
    contact: row.contact,
    ...(row.caseNumber ? { caseNumber: row.caseNumber } : {}),
    customerName: row.customerName,
    language: row.language,
    status: row.status,
    hasPhone: row.hasPhone,
    accounts: row.accounts,
    matchedBy: row.matchedBy,
    ...(pending ? { pending } : {}),
    ...(nextAllowedAt ? { nextAllowedAt: nextAllowedAt.toISOString() } : {}),
  };
}

/** When the next request for this customer is possible, by the same rules as the database's trigger. */
async function nextAllowed(customerSub: string): Promise<Date | undefined> {
  const { rows } = await sql<{ next: Date | null }>`
    select greatest(
      (select max(ended_at) + make_interval(secs => (select decline_pause_seconds from policy))
         from requests where customer_sub = ${customerSub} and state = 'denied' and decline_reason is distinct from 'no_device'),
      (select created_at + interval '1 hour' from requests
         where customer_sub = ${customerSub} and created_at > now() - interval '1 hour'
           and state not in ('requested', 'pending') and sent_at is not null
         order by created_at desc
         offset (select max_requests_per_hour - 1 from policy) limit 1)
    ) as next`.execute(database());
  const next = rows[0]?.next ?? undefined;
  return next && next.getTime() > Date.now() ? next : undefined;
}
