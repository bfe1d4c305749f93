import type { CustomerCard } from "#lib/core/contracts/customer.ts";
import type { AccountChoice } from "#lib/core/flows/flow.ts";

export const matchedByWords: Record<CustomerCard["matchedBy"], string> = {
  account: "Found by account",
  name: "Found by name",
  phone: "Found by phone number",
  email: "Found by e-mail",
};

export const accountKinds: Record<AccountChoice["kind"], string> = {
  current: "Current",
  savings: "Savings",
  joint: "Joint",
};

/** "Current DE•• •••• 3000", with what stands in its way. */
export function accountLine(account: AccountChoice): string {
  const blocked = account.status === "blocked" ? " (blocked)" : "";
  return `${accountKinds[account.kind]} ${account.maskedIban}${blocked}`;
}

const names = new Intl.DisplayNames("en", { type: "language" });

/** "de" → "German". */
export function languageName(language: string): string {
  return names.of(language) ?? language;
}
