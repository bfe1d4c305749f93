import { z } from "zod";

/** Exact money: integer minor units and an ISO 4217 currency. 500.00 EUR is `{50000, "EUR"}`. */
export const money = z.object({
  amount_minor: z.number().int().safe(),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof money>;

/** Decimal places of a currency's minor unit, from the platform's ISO 4217 data. */
export function fractionDigits(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
      .maximumFractionDigits ?? 2
  );
}

/** 50000 EUR → "500.00": plain decimal digits for binding messages and machines. */
export function decimalString(value: Money): string {
  const digits = fractionDigits(value.currency);
  const sign = value.amount_minor < 0 ? "-" : "";
  const text = String(Math.abs(value.amount_minor)).padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Locale's own way to write the amount, exact at any size ("€500.00", "500,00 €"). */
export function formatMoney(value: Money, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency: value.currency }).format(
    // A decimal string is formatted exactly; a number would round beyond 2^53.
    decimalString(value) as unknown as number,
  );
}

export type MoneyFault = "empty" | "not_a_number" | "too_precise" | "not_positive" | "too_large";

/**
 * What an operator typed → exact minor units. Takes "500", "500.5", "1,234.50", "1 234,50",
 * "1.234,50", "1.234.567"; refuses what could be read in two ways ("1.234", "1,234").
 */
export function parseAmount(
  text: string,
  currency: string,
): { ok: true; value: Money } | { ok: false; fault: MoneyFault } {
  const digits = fractionDigits(currency);
  const compact = text.trim().replace(/[\s\u00a0\u202f']/g, "");
  if (compact === "") return { ok: false, fault: "empty" };
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+(?=,|$)|\d+)(?:([.,])(\d+))?$/.exec(
    compact,
  );
  if (!match) return { ok: false, fault: "not_a_number" };
  const [, sign = "", whole = "0", separator, fraction = ""] = match;
  const grouping = whole.includes(",") ? "," : whole.includes(".") ? "." : undefined;
  if (grouping !== undefined && grouping === separator) return { ok: false, fault: "not_a_number" };
  // "1.234" and "1,234" are a thousand to one person and one and a bit to another: never guessed.
  const isGuess = grouping !== undefined && separator === undefined && /^\d+[.,]\d{3}$/.test(whole);
  if (isGuess || (grouping !== undefined && whole.startsWith("0")))
    return { ok: false, fault: "not_a_number" };
  if (fraction.length > digits) return { ok: false, fault: "too_precise" };
  const minor = BigInt(whole.replace(/[.,]/g, "") + fraction.padEnd(digits, "0"));
  if (sign === "-" || minor === 0n) return { ok: false, fault: "not_positive" };
  if (minor > 10n ** 13n) return { ok: false, fault: "too_large" };
  return { ok: true, value: { amount_minor: Number(minor), currency } };
}

export const moneyFaultMessages: Record<MoneyFault, string> = {
  empty: "Enter an amount, for example 500.00.",
  not_a_number: "Enter the amount in digits, for example 500.00.",
  too_precise: "This currency has fewer decimal places. Round the amount.",
  not_positive: "The amount must be more than zero.",
  too_large: "This amount is larger than the bank can process here.",
};
