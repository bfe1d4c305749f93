import { branches } from "#demo/seed/branches.ts";
import type { AccountSeed, CustomerSeed } from "#demo/seed/customer-seed.ts";
import { customers } from "#demo/seed/customers.ts";
import { nameWords } from "../customers/fold-name.ts";
import { phoneKeys } from "../customers/phone-keys.ts";
import { type BankTransaction, openBankDatabase } from "../database/open.ts";
import { internalAccount } from "../executions/internal-accounts.ts";

/** Puts branches, customers and opening balances in where they are not yet. Changes nothing else. */
export async function seedBank(ownerUrl: string): Promise<void> {
  const db = openBankDatabase(ownerUrl, 1);
  try {
    await db.transaction().execute(async (trx) => {
      await trx
        .insertInto("branch")
        .values([...branches])
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
      await trx
        .insertInto("customer")
        .values(customers.map(customerRow))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await seedAccounts(trx);
    });
  } finally {
    await db.destroy();
  }
}

async function seedAccounts(trx: BankTransaction): Promise<void> {
  const accounts = new Map<string, AccountSeed>();
  for (const customer of customers)
    for (const each of customer.accounts) accounts.set(each.accountId, each);
  for (const purpose of ["opening", "outgoing", "fees"] as const)
    for (const currency of new Set([...accounts.values()].map((each) => each.currency)))
      await trx
        .insertInto("account")
        .values(internalAccount(purpose, currency))
        .onConflict((conflict) => conflict.column("accountId").doNothing())
        .execute();
  for (const account of accounts.values()) await seedAccount(trx, account);
  await trx
    .insertInto("accountHolder")
    .values(
      customers.flatMap(({ id, accounts: held }) =>
        held.map(({ accountId }) => ({ accountId, customerSub: id })),
      ),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function seedAccount(trx: BankTransaction, account: AccountSeed): Promise<void> {
  const inserted = await trx
    .insertInto("account")
    .values({
      accountId: account.accountId,
      iban: account.iban,
      accountNumber: account.iban.slice(account.iban.startsWith("GB") ? -8 : -10),
      kind: account.kind,
      currency: account.currency,
      status: account.status,
      balanceMinor: BigInt(account.balanceMinor),
    })
    .onConflict((conflict) => conflict.column("accountId").doNothing())
    .returning("accountId")
    .executeTakeFirst();
  if (!inserted || account.balanceMinor === 0) return;
  const postingId = `opening:${account.accountId}`;
  const amount = BigInt(account.balanceMinor);
  await trx
    .insertInto("posting")
    .values({ id: postingId, kind: "opening", orderId: null })
    .execute();
  const entry = { postingId, currency: account.currency };
  const opening = internalAccount("opening", account.currency).accountId;
  await trx
    .insertInto("ledgerEntry")
    .values([
      { ...entry, line: 1, accountId: opening, amountMinor: -amount, balanceAfterMinor: null },
      {
        ...entry,
        line: 2,
        accountId: account.accountId,
        amountMinor: amount,
        balanceAfterMinor: amount,
      },
    ])
    .execute();
}

function customerRow(customer: CustomerSeed) {
  return {
    sub: customer.id,
    customerId: customer.customerId,
    loginHint: customer.username,
    name: customer.name,
    givenName: customer.givenName,
    familyName: customer.familyName,
    email: customer.email,
    phone: customer.phone,
    language: customer.language,
    dateOfBirth: customer.dateOfBirth,
    address: customer.address,
    status: customer.status,
    nameWords: nameWords(customer.name),
    phoneKeys: phoneKeys(customer.phone),
  };
}
