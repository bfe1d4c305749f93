export const pinMinDigits = 4;
const pinMaxDigits = 8;

export type PinFault = "not_digits" | "too_short" | "too_long" | "all_same" | "run";

/**
 * What is wrong with a new PIN, or undefined if it may be used: 4 to 8 digits, not all the same
 * ("1111") and no run up or down ("1234", "8765").
 */
export function newPinFault(pin: string): PinFault | undefined {
  if (!/^[0-9]*$/.test(pin)) return "not_digits";
  if (pin.length < pinMinDigits) return "too_short";
  if (pin.length > pinMaxDigits) return "too_long";
  const steps = new Set<number>();
  for (let i = 1; i < pin.length; i += 1) steps.add(Number(pin[i]) - Number(pin[i - 1]));
  if (steps.size !== 1) return undefined;
  if (steps.has(0)) return "all_same";
  return steps.has(1) || steps.has(-1) ? "run" : undefined;
}

/** Keeps the digits of what was typed or pasted, Arabic-Indic ones as Western, at most eight. */
export function pinDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[^0-9]/g, "")
    .slice(0, pinMaxDigits);
}
