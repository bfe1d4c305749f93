/**
 * The spellings of a telephone number that are the same number: with and without the country's
 * code. "+49 171 3920000" → ["491713920000", "01713920000"]. Digits only.
 */
export function phoneKeys(phone: string | null): string[] {
  if (phone === null) return [];
  const [country = "", ...rest] = phone.replace("+", "").split(" ");
  const national = rest.join("").replace(/\D/g, "");
  return [country + national, `0${national}`];
}

/** What was typed as a number to look for, or undefined where it cannot be a whole one. */
export function phoneQuery(text: string): string | undefined {
  if (!/^\+?[\d\s()/.-]+$/.test(text)) return undefined;
  const digits = text.replace(/\D/g, "").replace(/^00/, "");
  return digits.length >= 7 ? digits : undefined;
}
