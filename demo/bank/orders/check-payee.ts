import type { Schema } from "../contract/schemas.ts";
import { foldWords } from "../customers/fold-name.ts";
import type { BankDatabase } from "../database/open.ts";

type PayeeCheck = Pick<Schema<"QuoteChecks">, "payee_check" | "payee_name_at_bank">;

/**
 * Whether the name that was given is a holder of the account. Only accounts of this bank are known.
 * The holder's real name is given away only where the given one was nearly right.
 */
export async function checkPayee(
  db: BankDatabase,
  given: string,
  accountId: string | undefined,
): Promise<PayeeCheck> {
  if (accountId === undefined) return { payee_check: "unknown" };
  const holders = await db
    .selectFrom("customer")
    .innerJoin("accountHolder", "customerSub", "sub")
    .select("name")
    .where("accountId", "=", accountId)
    .orderBy("customerId")
    .execute();
  const wanted = key(given);
  const names = holders.map((holder) => holder.name);
  if ([...names, names.join(" ")].some((name) => key(name) === wanted))
    return { payee_check: "match" };
  const close = names.find((name) => isClose(given, name));
  return close === undefined
    ? { payee_check: "no_match" }
    : { payee_check: "close", payee_name_at_bank: close };
}

/** Order of words and the words between two names do not matter: "Martin, Alice". */
function key(name: string): string {
  const between = new Set(["and", "und", "en", "u"]);
  return foldWords(name)
    .filter((word) => !between.has(word))
    .sort()
    .join(" ");
}

/** One family name in common with the right initial, or at most two letters wrong in all. */
function isClose(given: string, name: string): boolean {
  if (distance(key(given), key(name)) <= 2) return true;
  const givenWords = foldWords(given);
  const nameWords = foldWords(name);
  const family = nameWords.at(-1) ?? "";
  const initials = givenWords.filter((word) => word !== family).map((word) => word[0]);
  return givenWords.includes(family) && initials.includes(nameWords[0]?.[0]);
}

/** Levenshtein: letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
