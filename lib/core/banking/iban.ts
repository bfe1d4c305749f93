import { electronicFormatIBAN, isValidIBAN } from "ibantools";

/** "DE89 3704 …" → "DE89370400440532013000" when the check digits and the country's form are right. */
export function parseIban(text: string): string | undefined {
  const iban = electronicFormatIBAN(text.trim().toUpperCase());
  return iban !== null && isValidIBAN(iban) ? iban : undefined;
}

/** Groups of four, for reading aloud and comparing. */
export function groupIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, "$1 ");
}

/** Country and last four only: "DE•• •••• 3000". */
export function maskIban(iban: string): string {
  return `${iban.slice(0, 2)}•• •••• ${iban.slice(-4)}`;
}
