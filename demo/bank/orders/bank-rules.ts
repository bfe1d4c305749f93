/** The bank's own bank codes, as IBANs begin after country and check digits. */
const ownBankCodes: Record<string, string> = { DE: "37040044", NL: "CSGN", GB: "CSGN" };

const crossBorderFeeMinor = 150n;

/** True for an IBAN that only this bank can have issued. */
export function isOwnIban(iban: string): boolean {
  const code = ownBankCodes[iban.slice(0, 2)];
  return code !== undefined && iban.startsWith(code, 4);
}

/** Fee in minor units of the paying account: 1.50 into another country, nothing inside. */
export function transferFeeMinor(fromIban: string, toIban: string): bigint {
  return fromIban.slice(0, 2) === toIban.slice(0, 2) ? 0n : crossBorderFeeMinor;
}
