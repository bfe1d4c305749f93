import type { CustomerLanguage } from "#lib/core/contracts/order.ts";

/** An account; a joint one stands, with the same `accountId`, at each of its holders. */
export interface AccountSeed {
  accountId: string;
  iban: string;
  kind: "current" | "savings" | "joint";
  currency: "EUR" | "GBP";
  /** Opening balance in minor units (cents, pence). */
  balanceMinor: number;
  status: "active" | "blocked";
}

/** A customer; `id` is the `sub` at the customer issuer, `username` the CIBA `login_hint`. */
export interface CustomerSeed {
  id: string;
  customerId: string;
  username: string;
  password: string;
  name: string;
  givenName: string;
  familyName: string;
  email: string;
  /** As printed on a letter; null for the one customer who has no telephone at all. */
  phone: string | null;
  language: CustomerLanguage;
  /** ISO 8601 date. */
  dateOfBirth: string;
  address: string;
  status: "active" | "blocked";
  /** The demo's start enrols a phone for this customer, by the same HTTP steps as a phone. */
  phoneEnrolled?: boolean;
  accounts: readonly AccountSeed[];
}

/** An account in a line: the currency follows from the IBAN's country. */
export function account(
  accountId: string,
  iban: string,
  kind: AccountSeed["kind"],
  balanceMinor: number,
  status: AccountSeed["status"] = "active",
): AccountSeed {
  const currency = iban.startsWith("GB") ? "GBP" : "EUR";
  return { accountId, iban, kind, currency, balanceMinor, status };
}
