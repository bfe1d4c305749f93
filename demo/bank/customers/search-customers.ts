import { sql } from "kysely";
import { maskIban } from "#lib/core/banking/iban.ts";
import { askingRoles } from "#lib/core/operators/roles.ts";
import { requireOperator } from "../auth/require-operator.ts";
import type { Call } from "../call.ts";
import type { Schema } from "../contract/schemas.ts";
import { lockSubject } from "../database/lock.ts";
import type { BankTransaction } from "../database/open.ts";
import { refuse } from "../http/refuse.ts";
import { foldWords } from "./fold-name.ts";
import { maskName } from "./mask-name.ts";
import { phoneQuery } from "./phone-keys.ts";
import { throttleSearch } from "./throttle-search.ts";

const maxFound = 5;

/**
 * Customers by account, phone, e-mail or words of the name, masked. Every search counts against the
 * operator's allowance and leaves a row (who, why, how many), in one transaction.
 */
export async function searchCustomers(call: Call): Promise<Schema<"CustomerSearchResult">> {
  const input = call.body as Schema<"CustomerSearch">;
  const operator = requireOperator(call, askingRoles);
  if (input.reason === "case" && !input.case_number)
    throw refuse("case_number_required", "Enter the number of the case.", { field: "case_number" });
  return call.db.transaction().execute(async (trx) => {
    await lockSubject(trx, "search", operator.sub);
    await throttleSearch(trx, call.settings, operator.sub);
    const rows = await findRows(trx, input.query.trim());
    const found = rows.slice(0, maxFound);
    await trx
      .insertInto("search")
      .values({
        operatorSub: operator.sub,
        reason: input.reason,
        caseNumber: input.case_number ?? null,
        found: found.length,
      })
      .execute();
    const accounts = await accountsOf(
      trx,
      found.map((row) => row.sub),
    );
    return {
      customers: found.map((row) => ({
        customer_id: row.customerId,
        sub: row.sub,
        login_hint: row.loginHint,
        masked_name: maskName(row.givenName, row.familyName),
        language: row.language,
        status: row.status,
        has_phone: row.hasPhone,
        accounts: accounts.get(row.sub) ?? [],
        matched_by: row.matchedBy,
      })),
      more: rows.length > maxFound,
    };
  });
}

type MatchedBy = Schema<"FoundCustomer">["matched_by"];

async function findRows(trx: BankTransaction, query: string) {
  const compact = query.replace(/\s/g, "").toUpperCase();
  const words = foldWords(query);
  const byAccount = sql<boolean>`(customer.customer_id = ${compact} or exists (
    select from bank.account_holder held join bank.account using (account_id)
    where held.customer_sub = customer.sub
      and ${compact} in (account.iban, account.account_id, account.account_number)))`;
  const byPhone = sql<boolean>`customer.phone_keys && ${[phoneQuery(query) ?? "-"]}::text[]`;
  const byEmail = sql<boolean>`customer.email = ${query.toLowerCase()}`;
  // An empty list of words is contained in every name, so it must match none.
  const byName = sql<boolean>`customer.name_words @> ${words.length > 0 ? words : ["-"]}::text[]`;
  return trx
    .selectFrom("customer")
    .selectAll("customer")
    .select(
      sql<MatchedBy>`case when ${byAccount} then 'account' when ${byPhone} then 'phone'
        when ${byEmail} then 'email' else 'name' end`.as("matchedBy"),
    )
    .select(
      sql<boolean>`exists (select from bank.authenticator pinned
        where pinned.customer_sub = customer.sub and pinned.removed_at is null
          and pinned.usable_from <= now())`.as("hasPhone"),
    )
    .where((where) => where.or([byAccount, byPhone, byEmail, byName]))
    .orderBy("name")
    .orderBy("customerId")
    .limit(maxFound + 1)
    .execute();
}

async function accountsOf(trx: BankTransaction, subs: string[]) {
  const accounts = new Map<string, Schema<"MaskedAccount">[]>();
  if (subs.length === 0) return accounts;
  const rows = await trx
    .selectFrom("account")
    .innerJoin("accountHolder", "accountHolder.accountId", "account.accountId")
    .select(["customerSub", "account.accountId", "kind", "currency", "iban", "status"])
    .where("customerSub", "in", subs)
    .orderBy("kind")
    .orderBy("account.accountId")
    .execute();
  for (const row of rows) {
    if (row.kind === "internal" || row.iban === null) continue;
    const held = accounts.get(row.customerSub) ?? [];
    held.push({
      account_id: row.accountId,
      kind: row.kind,
      currency: row.currency,
      masked_iban: maskIban(row.iban),
      status: row.status,
    });
    accounts.set(row.customerSub, held);
  }
  return accounts;
}
