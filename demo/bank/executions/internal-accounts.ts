/** The bank's own accounts: where money comes from, goes to other banks, and where fees go. */
export type InternalPurpose = "opening" | "outgoing" | "fees";

export function internalAccount(purpose: InternalPurpose, currency: string) {
  return {
    accountId: `internal:${purpose}:${currency}`,
    iban: null,
    accountNumber: null,
    kind: "internal" as const,
    currency,
    status: "active" as const,
    balanceMinor: null,
  };
}
